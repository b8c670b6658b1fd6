"""Production: everything that differs between two servers comes from the environment (see .env.example)."""

import os

from django.core.exceptions import ImproperlyConfigured

from hub.settings.base import *  # noqa: F403 -- settings modules extend one another by star import
from hub.settings.base import LOGGING


def required(name: str) -> str:
    """The environment variable `name`; raises ImproperlyConfigured when it is missing or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} doit être défini (voir .env.example).")
    return value


DEBUG = False
DELIVERY = os.environ.get("AGORA_DELIVERY", "1") == "1"
SECRET_KEY = required("AGORA_SECRET_KEY")
ALLOWED_HOSTS = required("AGORA_HOSTS").split(",")
WAGTAILADMIN_BASE_URL = required("AGORA_BASE_URL")
DEFAULT_FROM_EMAIL = required("AGORA_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = required("AGORA_CONTACT_EMAIL")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]

EMAIL_BACKEND = "hub.mail.backends.SmtpBackend"
EMAIL_HOST = required("AGORA_SMTP_HOST")
EMAIL_PORT = int(os.environ.get("AGORA_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("AGORA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("AGORA_SMTP_PASSWORD", "")
ASKS_DNS = True
EMAIL_USE_TLS = os.environ.get("AGORA_SMTP_TLS", "1") == "1"

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "INFO"}}
