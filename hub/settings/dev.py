"""`make run`: SQLite, mails kept in var/mails and readable in the browser, nothing leaves the machine."""

import os

from hub.settings.base import *  # noqa: F403 -- settings modules extend one another by star import
from hub.settings.base import VAR_DIR

VAR_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = os.environ.get("AGORA_DEBUG") == "1"
SECRET_KEY = "development-only-key-never-used-in-production"  # noqa: S105 -- not a secret: development only
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("AGORA_HOSTS", "").split(","))]
EMAIL_BACKEND = "hub.mail.backends.FileMailBackend"
#: Development mails are written here, one file each, and shown at /courrier/.
MAIL_DIR = VAR_DIR / "mails"
SHOW_MAILS = True
SERVE_PICTURES = True
MAIL_AT_ONCE = True
LOOK_AT_SOURCES = False
BOUNCES_IMAP_HOST = ""
ADMIN_REQUIRES_SECOND_FACTOR = False
#: Security keys work at http://localhost too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
