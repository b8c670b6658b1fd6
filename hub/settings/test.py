"""Settings of the test suite: fast hashing, mails in memory, plain static file names."""

from hub.settings.base import *  # noqa: F403 -- settings modules extend one another by star import
from hub.settings.base import FOLDERS, VAR_DIR

DEBUG = False
DELIVERY = False
DELIVERY_SHARED = None
SECRET_KEY = "test-only-key"  # noqa: S105 -- not a secret: tests only
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_DIR = VAR_DIR / "test-mails"
MEDIA_ROOT = VAR_DIR / "test-media"
PUBLIC_ROOT = VAR_DIR / "test-public"
FILES_BUCKET = {}
BACKUP_BUCKET = {}
SERVE_PICTURES = False
STORAGES = {**FOLDERS, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
BOUNCES_IMAP_HOST = ""
METRICS_TOKEN = ""
LOOK_AT_SOURCES = False
WAGTAILADMIN_BASE_URL = "http://testserver"
ADMIN_REQUIRES_SECOND_FACTOR = False
#: Nothing on the screen: pytest captures what is logged.
LOGGING = {}
