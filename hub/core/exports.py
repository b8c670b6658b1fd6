"""What tables have in common: identifiers, which stay when an address changes, and the columns of pages."""

from operator import attrgetter
from typing import Any

from django.db.models import Model

from hub.core.addresses import site_url
from hub.core.former.keys import open_key
from hub.core.models import BasePage
from hub.core.tabular import Column, Kind, column, computed

KEPT = "Il reste le même quand l’adresse de la page change."


def key_column(model: type[Model], *, note: str = "") -> Column:
    """The identifier of each row."""
    return Column("identifiant", "identifiant", Kind.TEXT, open_key, note=note, field="slug")


def key_of(model: type[Model], name: str, path: str, *, label: str = "", note: str = "") -> Column:
    """The identifier of what stands behind a relation (`authority`, `generation.page`); empty for nothing."""
    field: Any = model._meta.get_field(path.partition(".")[0])
    return computed(name, label or str(field.verbose_name), lambda item: _key(attrgetter(path)(item)), note=note)


def joined_keys(model: type[Model], name: str, relation: str) -> Column:
    """The identifiers of the objects of a many-to-many relation, sorted; the relation must be prefetched."""
    field: Any = model._meta.get_field(relation)

    def read(item: Any) -> list[str]:
        return sorted(map(open_key, getattr(item, relation).all()))

    return computed(name, str(field.verbose_name), read, Kind.LIST)


def _key(item: Any) -> str:
    return open_key(item) if item else ""


def page_columns(model: type[BasePage]) -> tuple[Column, ...]:
    """Identity, words and dates of a page."""
    return (
        key_column(model, note=KEPT),
        column(model, "titre", "title", note=""),
        column(model, "introduction", "introduction"),
        computed("adresse", "adresse de la page", address, Kind.ADDRESS),
        column(model, "publiee_le", "first_published_at", label="publiée le"),
        column(model, "mise_a_jour_le", "last_published_at", label="mise à jour le"),
    )


def address(page: Any) -> str:
    """The whole address of a page, always on the public host of the site."""
    path = page.get_url() or "/"
    return path if path.startswith("http") else site_url(path)
