"""Lists that people narrow: filters with counts, a text, an order, all in the query string.

Each filter is loaded once as an index, value → numbers of the items that have it: one or two queries, whatever the
number of values. Counting is then the intersection of sets. These indexes and the rows already shown make the inventory
of a list, which the process keeps until the content changes (`hub.core.kept`).
"""

import unicodedata
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Aggregate, CharField, QuerySet
from django.http import QueryDict
from wagtail.search.backends import get_search_backend

from hub.core.forms import PAGE_SIZE, QueryForm, TextQueryField
from hub.core.kept import kept
from hub.core.validators import one_line

#: Values of one filter that are read, and signs of each: more is nobody's search.
MAX_VALUES = 30
MAX_LENGTH = 80
#: Values of a filter that grows with the content (tags) which are offered.
MAX_OFFERED = 24


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


@dataclass(frozen=True)
class Facet:
    """A filter. Its index is made by the method `index_<name>` of the form; a menu takes one value at a time."""

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
    names: list[dict[int, str]] = field(default_factory=list)
    rows: dict[int, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A value as it is offered, with how many items it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Offer:
    """A filter as it is shown."""

    facet: Facet
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        return not any(choice.is_chosen for choice in self.choices)


class ValuesField(forms.Field):
    """`?theme=a&theme=b`: the values given, each once and in one line, whatever they are."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        given = [one_line(str(each))[:MAX_LENGTH] for each in (value or [])[:MAX_VALUES]]
        return list(dict.fromkeys(each for each in given if each))


class FileQuery(QueryForm):
    """`?format=csv`: the list as a file."""

    format = forms.ChoiceField(choices=[("csv", "CSV"), ("json", "JSON")], required=False)

    @property
    def file_format(self) -> str:
        """«csv», «json», or nothing for the page."""
        return self.values().get("format", "")


class FacetForm(FileQuery):
    """A query over `everything` the reader may see. What is not understood is left out, and said."""

    q = TextQueryField(label="Dans les textes")
    tri = forms.CharField(required=False, max_length=MAX_LENGTH)

    facets: ClassVar[tuple[Facet, ...]] = ()
    #: Value of `tri` → its words; the first one is the usual order, and is left out of addresses.
    orders: ClassVar[dict[str, str]] = {}
    #: Fields where a part of a word is enough, which the search index would miss.
    names: ClassVar[tuple[str, ...]] = ("title",)

    def __init__(
        self, data: QueryDict, everything: Callable[[], QuerySet], user: object = None, *, kept_as: str = ""
    ) -> None:
        """`kept_as` names the list under which its inventory may be kept: only for what every visitor may see."""
        super().__init__(data)
        self._everything = everything
        self.user = user
        self.inventory: Inventory = kept(kept_as, self.read) if kept_as else self.read()
        self.all_facets = self.inventory.facets
        for facet in self.all_facets:
            self.fields[facet.name] = ValuesField(required=False, label=facet.legend)

    # ---------------------------------------------------------------- what is read from the database
    @cached_property
    def everything(self) -> QuerySet:
        """All that the reader may see, in the order of the list."""
        return self._everything()

    def read(self) -> Inventory:
        """Depends on `everything` and on nothing that was asked."""
        facets = self.facets_of_content()
        indexes = {facet.name: self.index(facet) for facet in facets}
        for index in indexes.values():
            index.items = {value: index.items.get(value, set()) & self.shown for value in index.labels}
        return Inventory(self.visible, frozenset(self.shown), facets, indexes)

    def facets_of_content(self) -> tuple[Facet, ...]:
        """The filters of this list; some depend on the content."""
        return self.facets

    def index(self, facet: Facet) -> Index:
        return getattr(self, f"index_{facet.name}")()

    @cached_property
    def visible(self) -> list[int]:
        """The numbers of everything, in the order of the list."""
        return list(self.everything.values_list("pk", flat=True))

    @cached_property
    def shown(self) -> set[int]:
        """The numbers of everything, to look up."""
        return set(self.visible)

    # ---------------------------------------------------------------- what was asked
    @cached_property
    def given(self) -> dict[str, Any]:
        return self.values()

    @property
    def text(self) -> str:
        return self.given.get("q", "")

    @property
    def order(self) -> str:
        asked = self.given.get("tri", "")
        return asked if asked in self.orders else next(iter(self.orders), "")

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values of each filter that were understood."""
        asked = {facet.name: self._known(facet) for facet in self.all_facets}
        return {name: values for name, values in asked.items() if values}

    def _known(self, facet: Facet) -> list[str]:
        values = [value for value in self.given.get(facet.name, []) if value in self.indexes[facet.name].labels]
        return values[:1] if facet.as_menu else values

    @cached_property
    def misunderstood(self) -> list[str]:
        """What was left out, in words: «Thème : « lune »»."""
        left = [
            f"{facet.legend} : « {value} »"
            for facet in self.all_facets
            for value in self.given.get(facet.name, [])
            if value not in self.indexes[facet.name].labels
        ]
        asked = one_line(self.given.get("tri", ""))
        return [*left, *([f"Tri : « {asked} »"] if asked and asked not in self.orders else [])]

    # ---------------------------------------------------------------- what is found
    @property
    def indexes(self) -> dict[str, Index]:
        return self.inventory.indexes

    @cached_property
    def matching(self) -> Set[int]:
        """Items with the text; everything when there is none."""
        words = self.text.replace('"', " ").strip()
        if not self.text:
            return self.inventory.shown
        if not words:
            return set()
        # Only who matches: what would put them in order of relevance costs more than everything else.
        found = get_search_backend().search(
            words, self.everything.model.objects.all(), operator="and", order_by_relevance=False
        )
        return set(found.get_queryset().order_by().values_list("pk", flat=True)) | self.named(words)

    def named(self, words: str) -> set[int]:
        """Items that have `words` in a name, whatever the case and the accents."""
        part = folded(words).strip()
        if not self.inventory.names:
            self.inventory.names.append(self._read_names())
        return {number for number, names in self.inventory.names[0].items() if part and part in names}

    def _read_names(self) -> dict[int, str]:
        """The names of each item, one per line."""
        found: dict[int, str] = {}
        for each in self.names:
            for number, name in self.everything.order_by().values_list("pk", each):
                found[number] = f"{found.get(number, '')}\n{folded(name or '')}"
        return found

    def narrowed(self, without: str = "") -> Set[int]:
        """Items that every filter lets through, `without` one of them."""
        found = self.matching & self.inventory.shown if self.text else self.inventory.shown
        for name, values in self.chosen.items():
            if name != without:
                found = found & self.indexes[name].of(values)
        return found

    @cached_property
    def found(self) -> list[int]:
        """The numbers of what is found, in the order asked."""
        if not self.is_narrowed:
            return self.in_order()
        found = self.narrowed()
        return [number for number in self.in_order() if number in found]

    def in_order(self) -> list[int]:
        """Everything in the order asked: `order_<name>` of the form, or the order of the list."""
        make = getattr(self, f"order_{self.order}", None)
        if make is None:
            return self.inventory.numbers
        orders = self.inventory.orders
        if self.order not in orders:
            orders[self.order] = make()
        return orders[self.order]

    def order_titre(self) -> list[int]:
        titles = self.everything.order_by().values_list("title", "pk")
        return [number for _, number in sorted((folded(title), number) for title, number in titles)]

    def page_of(self, load: Callable[[list[int]], dict[int, Any]], size: int = PAGE_SIZE) -> Page:
        """The asked page; `load` gives rows by number, which templates only read. Those already known stay."""
        page, rows = Paginator(self.found, size).get_page(self.given.get("page", 1)), self.inventory.rows
        missing = [number for number in page.object_list if number not in rows]
        if missing:
            rows.update(load(missing))
        page.object_list = [rows[number] for number in page.object_list if number in rows]
        return page

    # ---------------------------------------------------------------- what is shown
    def labels_of(self, number: int, name: str) -> list[str]:
        """The labels that an item has in a filter, in order; no query."""
        index = self.indexes[name]
        return [label for value, label in index.labels.items() if number in index.items[value]]

    @cached_property
    def total(self) -> int:
        return len(self.inventory.numbers)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.text)

    def offers(self) -> list[Offer]:
        """Every filter with its values; each count supposes the other filters. Values that leave nothing come last."""
        same = self.narrowed() if not self.chosen else None
        return [Offer(facet, self._choices(facet, same)) for facet in self.all_facets]

    def _choices(self, facet: Facet, same: Set[int] | None) -> list[Choice]:
        others = same if same is not None else self.narrowed(without=facet.name)
        index, chosen = self.indexes[facet.name], self.chosen.get(facet.name, [])
        asked = self.given.get(facet.name, [])
        choices = [
            Choice(value, label, len(self._left(index.items[value], others)), value in chosen)
            for value, label in index.labels.items()
            if index.offered is None or value in index.offered or value in asked
        ]
        return sorted(choices, key=lambda choice: not choice.count)

    def _left(self, items: Set[int], others: Set[int]) -> Set[int]:
        """`items` among `others`; indexes hold nothing else than what the list has."""
        return items if others is self.inventory.shown else items & others

    def pills(self) -> list[dict[str, str]]:
        """What narrows the list, each with the query string that removes it."""
        facets = {facet.name: facet for facet in self.all_facets}
        pills = [
            {
                "label": f"{facets[name].legend} : {self.indexes[name].labels[value]}",
                "query": self.query(without=(name, value)),
            }
            for name, values in self.chosen.items()
            for value in values
        ]
        text = [{"label": f"Texte : {self.text}", "query": self.query(without=("q", self.text))}] if self.text else []
        return [*text, *pills]

    def query(self, without: tuple[str, str] = ("", "")) -> str:
        """The address of what is shown: no page, nothing that was not understood."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        if self.order != next(iter(self.orders), ""):
            pairs.append(("tri", self.order))
        return urlencode([pair for pair in pairs if pair != without])

    def query_of_file(self) -> str:
        """`query` and what must follow it to ask for a file."""
        query = self.query()
        return f"{query}&format=" if query else "format="


def folded(words: str) -> str:
    """For sorting and comparing: no case, no accent."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))


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
