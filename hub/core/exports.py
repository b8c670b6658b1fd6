"""What tables have in common: identifiers, which stay when an address changes, and the columns of pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Model, QuerySet

from hub.core.addresses import site_url
from hub.core.former.keys import open_key, open_keys
from hub.core.models import BasePage
from hub.core.tabular import Column, Kind, Row, Table, column, computed

KEPT = "Il reste le même quand l’adresse de la page change."
#: Things that are loaded at once, with all that their rows read.
FEW = 200
Load = Callable[[Sequence[int]], Iterable[Any]]
Query = Callable[[], QuerySet]


@dataclass(frozen=True)
class Exported:
    """A table and what anybody may read of it: however many rows it has, a few are in memory.

    `numbers` are those of what its rows are, or belong to, in the order of the file; `load` gives what a few of them
    have, `count` the number of rows. A row is computed from what `load` gave: it makes no query.
    """

    table: Table
    numbers: Callable[[], Sequence[int]]
    load: Load
    count: Callable[[], int]

    def rows(self) -> Iterator[Row]:
        return self.table.rows(few_at_a_time(self.numbers(), self.load))


def few_at_a_time(numbers: Sequence[int], load: Load) -> Iterator[Any]:
    """What `load` gives of all `numbers`, read as it is asked for."""
    for first in range(0, len(numbers), FEW):
        yield from load(numbers[first : first + FEW])


def loading(query: Query) -> Load:
    """The objects of a query by their numbers, in the order of these."""

    def load(few: Sequence[int]) -> Iterator[Any]:
        found = query().in_bulk(few)
        return (found[number] for number in few if number in found)

    return load


def in_turn(few: Sequence[int], lines: Iterable[Any], owner: str) -> list[Any]:
    """`lines` put after one another as what they belong to, whose number is their `owner`, stands in `few`."""
    places = {number: place for place, number in enumerate(few)}
    owner_of = attrgetter(owner)
    return sorted(lines, key=lambda line: places[owner_of(line)])


def by_key(query: QuerySet) -> list[int]:
    """The numbers of a query by identifier, the same on both databases, which do not agree on the order of letters."""
    keys = open_keys(query.model)
    found = query.order_by().values_list("pk", "slug")
    return [number for _, number in sorted((keys.get(number, slug), number) for number, slug in found)]


def exported(table: Table, query: Query, numbers: Callable[[QuerySet], list[int]] = by_key) -> Exported:
    """The table of what a query gives, one row for each."""
    return Exported(table, lambda: numbers(query()), loading(query), lambda: query().order_by().count())


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
