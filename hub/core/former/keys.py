"""Identifiers in the open data: they stay the same when an address changes."""

from typing import Any

from django.db.models import Model

from hub.core.former.finding import kind_of
from hub.core.lists.kept import kept
from hub.core.models import OpenKey


def open_key(item: Any) -> str:
    """The identifier of `item`: its slug, or the first one it had. No query once the keys are kept."""
    return kept("open keys", _all_keys).get((kind_of(type(item)), item.pk), item.slug)


def open_keys(model: type[Model]) -> dict[int, str]:
    """number → identifier, of the objects of `model` that changed their address; read anew."""
    return dict(OpenKey.objects.filter(kind=kind_of(model)).values_list("number", "key"))


def _all_keys() -> dict[tuple[str, int], str]:
    return {(kind, number): key for kind, number, key in OpenKey.objects.values_list("kind", "number", "key")}
