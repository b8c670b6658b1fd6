"""Whole addresses of the site, for mails, feeds and exports: always on its public host."""

from email.utils import parseaddr
from typing import Any
from uuid import NAMESPACE_URL, uuid5

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


def permanent_name(name: str) -> str:
    """The identity in feeds of the thing of this site called `name`: it never changes (RFC 4287, 4.2.6)."""
    return uuid5(NAMESPACE_URL, f"{site_base()}#{name}").urn


def sending_domain() -> str:
    """The domain that mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
