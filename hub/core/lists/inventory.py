"""What a list holds: its items in order and its filters, each loaded once as an index, value → items that have it.

One or two queries a filter, whatever the number of values; counting is then the intersection of sets. The process keeps
the inventory, with the rows already shown, until the content changes (`hub.core.lists.kept`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Aggregate, CharField, QuerySet

from hub.french.sorting import sort_key


@dataclass
class Index:
    """The values of a filter: their labels in order, and the items that have each.

    Where there are too many values, `offered` are those shown to whoever asked for none.
    """

    labels: dict[str, str]
    items: dict[str, set[int]] = field(default_factory=dict)
    offered: frozenset[str] | None = None

    def of(self, values: Iterable[str]) -> set[int]:
        """The items that have one of `values`."""
        return set().union(*(self.items.get(value, set()) for value in values))

    def labels_of(self, number: int) -> list[str]:
        """The labels that an item has, in order; no query."""
        return [label for value, label in self.labels.items() if number in self.items[value]]


@dataclass(frozen=True)
class Facet:
    """A filter. Its index is made by the method `index_<name>` of `Filters`; a menu takes one value at a time."""

    name: str
    legend: str
    as_menu: bool = False
    every: str = "Tous"


@dataclass(frozen=True)
class Inventory:
    """A list as it was read at one moment: its items in order and its filters; once asked for, the rest.

    What is added later is added whole, in one step, and only read then: several threads may be reading.
    """

    numbers: list[int]
    shown: frozenset[int]
    facets: tuple[Facet, ...]
    indexes: dict[str, Index]
    orders: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[int, Any] = field(default_factory=dict)


class Filters:
    """The filters and orders of one kind of list, and how they are read from `everything`, all that the list has.

    Depends on nothing that was asked: what is read serves every reader of the list.
    """

    facets: ClassVar[tuple[Facet, ...]] = ()
    #: Value of `tri` → its words; the first one is the usual order, and is left out of addresses.
    orders: ClassVar[dict[str, str]] = {}

    def __init__(self, everything: Callable[[], QuerySet]) -> None:
        self._everything = everything

    @cached_property
    def everything(self) -> QuerySet:
        """All that the list has, in its order."""
        return self._everything()

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of everything, in the order of the list."""
        return list(self.everything.values_list("pk", flat=True))

    @cached_property
    def shown(self) -> frozenset[int]:
        """The numbers of everything, to look up."""
        return frozenset(self.numbers)

    def inventory(self) -> Inventory:
        facets = self.facets_of_content()
        indexes = {facet.name: self.index(facet) for facet in facets}
        for index in indexes.values():
            index.items = {value: index.items.get(value, set()) & self.shown for value in index.labels}
        return Inventory(self.numbers, self.shown, facets, indexes)

    def facets_of_content(self) -> tuple[Facet, ...]:
        """The filters of this list; some depend on the content."""
        return self.facets

    def index(self, facet: Facet) -> Index:
        return getattr(self, f"index_{facet.name}")()

    def in_order(self, order: str) -> list[int] | None:
        """Everything in an order: `order_<name>`; None for the order of the list."""
        make = getattr(self, f"order_{order}", None)
        return make() if make else None

    def order_titre(self) -> list[int]:
        titles = self.everything.order_by().values_list("title", "pk")
        return [number for _, number in sorted((sort_key(title), number) for title, number in titles)]


# ---------------------------------------------------------------- how indexes are made
class Numbers(Aggregate):
    """The numbers of a group in one text, «3,8,21»: a list of thousands arrives in as many rows as it has groups."""

    name = "Numbers"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return super().as_sql(compiler, connection, template=template, **context)


def linked(model: Any, relation: str) -> dict[int, set[int]]:
    """other → items, for every link of a many-to-many relation, drafts included. One query."""
    relation_field = model._meta.get_field(relation)
    through = relation_field.remote_field.through
    return members(through.objects, f"{relation_field.m2m_reverse_field_name()}_id", relation_field.m2m_field_name())


def members(rows: Any, group: str, item: str) -> dict[Any, set[int]]:
    """group → items, for `rows` of a table; `group` and `item` are names of fields."""
    found = rows.order_by().values_list(group).annotate(numbers=Numbers(item))
    return {value: set(map(int, numbers.split(","))) for value, numbers in found if numbers}


def merged(groups: Iterable[tuple[str, set[int]]]) -> dict[str, set[int]]:
    """The same keys together."""
    items: dict[str, set[int]] = {}
    for name, numbers in groups:
        items.setdefault(name, set()).update(numbers)
    return items
