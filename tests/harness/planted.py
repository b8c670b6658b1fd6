"""Every address of the site with real things behind it, for those who look at all of them in a browser."""

import re

from django.conf import settings
from django.test import Client

from hub.community.models import Member
from tests.factories.canaries import plant
from tests.harness.addresses import Address, addresses, filled
from tests.harness.parameters import parameters
from tests.harness.sources import APPS

#: Lists without their frame, windows of choosers, a mail inside its frame: what stands around them is looked at.
PARTS = re.compile(r"results/|/chosen|/choose/|/chooser/|/html/$")


def planted_paths(desk: Member) -> dict[str, Address]:
    """Path → its address, each route once."""
    known = parameters(plant(desk), desk)
    return {filled(address, known): address for address in addresses()}


def screens_of_ours(paths: dict[str, Address]) -> list[str]:
    """Whole screens that we wrote, and those that Wagtail draws for things of ours: the same for all, each once."""
    drawn: dict[str, str] = {}
    for path, address in paths.items():
        if PARTS.search(path):
            continue
        view = getattr(address.view, "view_class", None) or address.view
        shown = getattr(getattr(address.model, "_meta", None), "app_config", None)
        if _is_ours(view.__module__):
            drawn[path] = path
        elif shown and _is_ours(shown.name):
            drawn.setdefault(f"{view.__module__}.{view.__name__}", path)
    return list(drawn.values())


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in APPS


def session_of(member: Member, site: str) -> dict[str, str]:
    """The cookie that a browser holds once `member` has signed in."""
    client = Client()
    client.force_login(member)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}
