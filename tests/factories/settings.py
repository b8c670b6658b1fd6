"""Screens of settings as a browser sends them, for tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from hub.core.sites import site_identity
from hub.home.site_settings.menu_forms import MENUS

MAIL = {"contact_email": "contact@agoratheque.example", "sender_name": "", "reply_to": "", "signature": ""}
LOOK = {"logo_alternative": "", "palette": "saffron"}


def shown_fingerprint(office: Client, screen: str) -> str:
    """What the form of `screen` carries when somebody opens it."""
    return office.get(reverse(screen)).context["seen"]


def send(office: Client, screen: str, values: dict[str, Any], *, seen: str | None = None) -> Any:
    """Open `screen`, unless `seen` says that it was open before, and send `values`."""
    token = shown_fingerprint(office, screen) if seen is None else seen
    return office.post(reverse(screen), {"seen": token, **values})


def menu(**lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The screen of menus with these lines; a menu that is not given has none."""
    sent: dict[str, Any] = {}
    for name in MENUS:
        rows = lines.get(name, [])
        sent |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            sent |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return sent


def write(**values: Any) -> None:
    """Settings as they are stored, without the screens."""
    identity = site_identity()
    for name, value in values.items():
        setattr(identity, name, value)
    identity.save()
