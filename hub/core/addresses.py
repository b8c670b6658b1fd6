"""Whole addresses of the site, for mails, feeds and exports: always on its public host."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse


def site_base() -> str:
    """Scheme and host, without a slash at the end."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def site_url(path: str) -> str:
    """The whole address of `path`, which begins with a slash."""
    return site_base() + path


def view_url(name: str, *args: Any) -> str:
    """The whole address of a view."""
    return site_url(reverse(name, args=args))


def sending_domain() -> str:
    """The domain that mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
