"""Every address that the site answers, read from its URLconf, with real things in place of the parameters."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import URLResolver, get_resolver

from tests.harness.parameters import Parameters

#: `<int:pk>`, `<uidb64>`.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
#: The name of a group of a regular expression: Wagtail 8 gives some, Wagtail 7 none.
GROUP_NAME = re.compile(r"\?P<\w+>")


@dataclass(frozen=True)
class Address:
    """One route, as `path()` and `re_path()` write it, without the signs that end a regular expression."""

    route: str
    view: Callable[..., Any]

    @property
    def model(self) -> type[Model] | None:
        """What a generic view shows."""
        given = getattr(self.view, "view_initkwargs", {}).get("model")
        model = given or getattr(getattr(self.view, "view_class", None), "model", None)
        return apps.get_model(model) if isinstance(model, str) else model


def addresses() -> list[Address]:
    """Each route once, the first one to be found, as Django does."""
    known: dict[str, Address] = {}
    for address in _below(get_resolver()):
        known.setdefault(address.route, address)
    return list(known.values())


def _below(resolver: URLResolver, before: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        # An included regular expression begins anew: its «^» is no sign of the address.
        route = f"{before}{pattern.pattern}".replace("main/^", "main/")
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        else:
            yield Address(GROUP_NAME.sub("", route), pattern.callback)


class NobodyCanFillError(Exception):
    """A parameter of a new address: `tests.harness.parameters` must learn what to put there."""


def filled(address: Address, known: Parameters) -> str:
    """The path of `address` with real things. Raises NobodyCanFillError for a parameter that nobody knows."""
    if address.route in known.whole:
        return known.whole[address.route]
    names = PARAMETER.findall(address.route)
    missing = [name for name in names if known.value(address.route, name, address.model) is None]
    if missing or "(" in address.route:
        raise NobodyCanFillError(f"{address.route}: {', '.join(missing) or 'regular expression'}")
    return "/" + PARAMETER.sub(lambda found: str(known.value(address.route, found[1], address.model)), address.route)
