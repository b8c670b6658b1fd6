"""Settings shared by every environment. dev, test and production add only what differs."""

import os
from pathlib import Path

import dj_database_url

from hub.settings import buckets

BASE_DIR = Path(__file__).resolve().parents[2]
#: Everything the site writes lives here: database, media, collected static files, mails of development.
VAR_DIR = Path(os.environ.get("AGORA_VAR") or BASE_DIR / "var").resolve()

INSTALLED_APPS = [
    "hub.guide",
    "hub.operations",
    "hub.home",
    "hub.search",
    "casestudies",
    "workshops",
    "glossary",
    "hub.community",
    "hub.mail",
    "hub.core",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "hub.operations.middleware.ShortQueueMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "hub.core.middleware.SecurityHeadersMiddleware",
    "hub.core.middleware.CompressPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hub.community.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "hub.core.middleware.OneReadingMiddleware",
    "hub.core.middleware.FormerAddressMiddleware",
    "hub.operations.middleware.ClosedToWritesMiddleware",
]

#: Whole public pages kept in front of Django (hub.delivery), and how many bytes of them each process keeps.
DELIVERY = os.environ.get("AGORA_DELIVERY", "0") == "1"
DELIVERY_BYTES = 64 * 1024 * 1024
#: Where the processes of one start give them to each other; drawn by deploy/serve, so that no other version's are read.
START = os.environ.get("AGORA_START", "")
DELIVERY_SHARED = VAR_DIR / "pages" / START if START else None

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.home.context_processors.site_frame",
            ],
            "builtins": ["hub.core.templatetags.typography", "hub.core.templatetags.components"],
        },
    },
]

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    " PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
)
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
#: Seconds that a process waits for a lock: somebody waits behind those that serve pages (hub.wsgi).
DATABASE_WAIT = int(os.environ.get("AGORA_DATABASE_WAIT", "20"))
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_WAIT,
        "init_command": SQLITE_PRAGMAS,
    }
else:
    # each statement may wait, and a request may wait twice: for a row, then for what its holder was waiting for
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, "options": f"-c lock_timeout={DATABASE_WAIT * 500}ms"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "hub.core.caches.SplitCache"},
    # Counted once for all processes; more than MAX_ENTRIES would forget counts that are still running.
    "shared": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cacheentry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "community.Member"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "my_space"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "hub.community.adapter.AccountAdapter"
#: Seconds: a mail may wait a minute in the outbox, and some more in that of the provider. No more than ten minutes
#: (OWASP ASVS 5, 6.5.5).
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "request_login_code": "hub.community.sign_in_forms.AskForCode",
    "confirm_login_code": "hub.community.sign_in_forms.GiveCode",
}
MFA_ADAPTER = "hub.community.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "hub.community.sign_in_forms.GiveSecondFactor",
    "reauthenticate": "hub.community.sign_in_forms.GiveSecondFactorAgain",
    "activate_totp": "hub.community.sign_in_forms.AddApplication",
    "add_webauthn": "hub.community.sign_in_forms.AddKey",
    "edit_webauthn": "hub.community.sign_in_forms.RenameKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Agorathèque"
#: A clock may be half a minute wrong, and people take time to type.
MFA_TOTP_TOLERANCE = 1
#: Seconds after which people sign in again; organisers can read what others can't.
SESSION_COOKIE_AGE = 30 * 24 * 3600
ORGANISER_SESSION_AGE = 12 * 3600
#: Organisers need a second factor for /admin/, except under `make run` (see dev.py).
ADMIN_REQUIRES_SECOND_FACTOR = True

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
#: Better words for what libraries say (hub/locale); ours are French already.
LOCALE_PATHS = [BASE_DIR / "hub" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "hub" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "hub.core.stylesheets.StylesheetFinder",
]
#: The pieces of css/site.css and css/admin.css (hub.core.stylesheets).
STYLESHEETS_DIR = BASE_DIR / "hub" / "css"
MEDIA_URL = "/media/"
#: Pictures and documents as they came in: no address leads here (decision 0026).
MEDIA_ROOT = VAR_DIR / "media"
#: The sizes of pictures that pages show, and nothing else: what the proxy reads.
PUBLIC_ROOT = VAR_DIR / "public"
_OURS_ALONE = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
#: Files in folders, unless a bucket of S3 storage is named; backups have no second copy, unless a bucket is.
FOLDERS = {
    "default": {"BACKEND": "hub.core.storages.PrivateStorage", "OPTIONS": _OURS_ALONE},
    # files of proposals
    "private": {
        "BACKEND": "hub.core.storages.PrivateStorage",
        "OPTIONS": {"location": VAR_DIR / "private", **_OURS_ALONE},
    },
    "public": {
        "BACKEND": "hub.core.storages.PublicStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
FILES_BUCKET, BACKUP_BUCKET = buckets.options(buckets.FILES), buckets.options(buckets.BACKUPS)
STORAGES = {
    **(buckets.file_storages(FILES_BUCKET) if FILES_BUCKET else FOLDERS),
    **({"backups": buckets.backup_storage(BACKUP_BUCKET)} if BACKUP_BUCKET else {}),
    "staticfiles": {"BACKEND": "hub.core.storages.PatientStaticStorage"},
}
#: What was erased, as hashes, for `manage.py replay_erasures` after a restore. To be kept apart from the backups.
ERASURES_FILE = VAR_DIR / "effacements.jsonl"
#: Notes of timed work, of backups and of the watch (hub.core.site_state).
OPERATIONS_DIR = VAR_DIR / "exploitation"
#: Where `manage.py backup` writes, best on another disk; the public key (age) that it encrypts to, none unless named.
BACKUPS_DIR = Path(os.environ.get("AGORA_BACKUPS") or VAR_DIR / "sauvegardes")
BACKUP_RECIPIENT = os.environ.get("AGORA_BACKUP_RECIPIENT", "")
#: Whose clock `manage.py doctor` compares ours with, `host` or `host:port`.
NTP_SERVER = os.environ.get("AGORA_NTP_SERVER", "pool.ntp.org")
#: What whoever reads the numbers of /sante/mesures/ must know; without it the address does not exist.
METRICS_TOKEN = os.environ.get("AGORA_METRICS_TOKEN", "")
#: Keys of before, still accepted: what they signed or hashed is found again.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("AGORA_SECRET_KEY_FALLBACKS", "").split(",") if key]
#: Bytes of files of proposals that no organiser has decided on: from one place, and for the whole site.
PENDING_FILES_OF_A_PLACE = 200 * 1024 * 1024
PENDING_FILES_OF_THE_SITE = 2 * 1024 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---------------------------------------------------------------- security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hub.core.refusals.csrf_failure"
#: Addresses or networks of the proxies whose `X-Forwarded-For` is believed; none unless they are named.
TRUSTED_PROXIES = [text.strip() for text in os.environ.get("AGORA_TRUSTED_PROXIES", "").split(",") if text.strip()]
#: Whether `manage.py tick` looks at the addresses of sources, one at a time (casestudies.checking).
LOOK_AT_SOURCES = os.environ.get("AGORA_LOOK_AT_SOURCES", "1") == "1"
#: Path of the admin, without slashes at the ends.
ADMIN_PATH = os.environ.get("AGORA_ADMIN_PATH", "admin").strip("/")

# ---------------------------------------------------------------- logs
#: Every handler masks private links. Django's own handlers, which write addresses as they are and mail errors, are
#: replaced, and so are those of the web server.
LOGGING: dict[str, object] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_private_links": {"()": "hub.core.masking.MaskPrivateLinks"}},
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask_private_links"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "NOTSET"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "_granian": {"handlers": ["console"], "propagate": False},
        "granian.access": {"handlers": ["console"], "propagate": False},
    },
}

# ---------------------------------------------------------------- mail
DEFAULT_FROM_EMAIL = os.environ.get("AGORA_FROM_EMAIL", "ne-pas-repondre@agoratheque.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: Role address shown on the site until organisers choose one (hub.home.site_settings); never a person's.
CONTACT_EMAIL = os.environ.get("AGORA_CONTACT_EMAIL", "contact@agoratheque.example")

#: Seconds to wait for each answer of the mail server.
EMAIL_TIMEOUT = 20
#: Send each mail right after the transaction that queued it, instead of waiting for `manage.py tick`.
MAIL_AT_ONCE = False
#: The mailbox of DEFAULT_FROM_EMAIL, where mail servers say what did not arrive; not read without a host.
BOUNCES_IMAP_HOST = os.environ.get("AGORA_BOUNCES_IMAP_HOST", "")
BOUNCES_IMAP_PORT = int(os.environ.get("AGORA_BOUNCES_IMAP_PORT") or "993")
BOUNCES_IMAP_USER = os.environ.get("AGORA_BOUNCES_IMAP_USER", "")
BOUNCES_IMAP_PASSWORD = os.environ.get("AGORA_BOUNCES_IMAP_PASSWORD", "")
BOUNCES_IMAP_TLS = os.environ.get("AGORA_BOUNCES_IMAP_TLS", "1") == "1"
BOUNCES_IMAP_FOLDER = os.environ.get("AGORA_BOUNCES_IMAP_FOLDER") or "INBOX"
#: Seconds that one reading may take: mails wait meanwhile.
BOUNCES_SECONDS = 10
#: Whether organisers may ask the DNS what it says of the domain that mails come from; the machine's own resolver
#: unless servers are named, `address` or `address:port` with commas between; seconds for everything.
ASKS_DNS = False
DNS_SERVERS = os.environ.get("AGORA_DNS_SERVERS", "")
DNS_SECONDS = 5
#: What the mail service says: the selector of its DKIM key, what to write in the SPF record.
MAIL_DKIM_SELECTOR = os.environ.get("AGORA_DKIM_SELECTOR", "")
MAIL_SPF = os.environ.get("AGORA_SPF", "")
#: Show the mails of development at /courrier/.
SHOW_MAILS = False
#: The site gives the sizes of pictures itself when no proxy can read them: under `make run`, and from a bucket.
SERVE_PICTURES = bool(FILES_BUCKET)

# ---------------------------------------------------------------- Wagtail
WAGTAIL_SITE_NAME = "Agorathèque"
WAGTAILADMIN_BASE_URL = os.environ.get("AGORA_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
#: Former addresses are kept by hub.core.former, those of pages too; what organisers write by hand stays Wagtail's.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/connexion/acces/"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "core/password_required.html"  # noqa: S105 -- a template
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "core/password_required.html"  # noqa: S105 -- a template
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"}}
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "hub.core.documents.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "hub.core.pictures.forms.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
#: HEIC is what telephones send; it is kept as JPEG (hub.core.examiner).
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "heif", "jpeg", "jpg", "png", "webp"]
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
SILENCED_SYSTEM_CHECKS: list[str] = []
