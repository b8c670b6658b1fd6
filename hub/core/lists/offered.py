"""What a list answers: the items found, in the order asked, and every value of its filters with its count."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from hub.core.forms import PAGE_SIZE
from hub.core.lists.asked import Asked
from hub.core.lists.inventory import Facet, Filters, Inventory
from hub.core.registries import text_search


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


class Offered:
    """The answer to `asked`. `filters` read what the inventory does not hold yet: an order."""

    def __init__(self, asked: Asked, inventory: Inventory, filters: Filters) -> None:
        self.asked = asked
        self.inventory = inventory
        self.filters = filters

    @cached_property
    def matching(self) -> Set[int]:
        """Items with the text; everything when there is none."""
        if not self.asked.text:
            return self.inventory.shown
        return text_search()(self.filters.everything.model, self.asked.text)

    def narrowed(self, without: str = "") -> Set[int]:
        """Items that every filter lets through, `without` one of them."""
        found = self.matching & self.inventory.shown if self.asked.text else self.inventory.shown
        for name, values in self.asked.chosen.items():
            if name != without:
                found = found & self.inventory.indexes[name].of(values)
        return found

    @cached_property
    def found(self) -> list[int]:
        """The numbers of what is found, in the order asked."""
        if not self.asked.is_narrowed:
            return self.in_order()
        found = self.narrowed()
        return [number for number in self.in_order() if number in found]

    def in_order(self) -> list[int]:
        """Everything in the order asked."""
        order, orders = self.asked.order, self.inventory.orders
        if order not in orders:
            made = self.filters.in_order(order)
            orders[order] = self.inventory.numbers if made is None else made
        return orders[order]

    def page_of(self, load: Callable[[list[int]], dict[int, Any]], size: int = PAGE_SIZE) -> Page:
        """The asked page; `load` gives rows by number, which templates only read. Those already known stay."""
        page, rows = Paginator(self.found, size).get_page(self.asked.page_number), self.inventory.rows
        missing = [number for number in page.object_list if number not in rows]
        if missing:
            rows.update(load(missing))
        page.object_list = [rows[number] for number in page.object_list if number in rows]
        return page

    @property
    def total(self) -> int:
        return len(self.inventory.numbers)

    def offers(self) -> list[Offer]:
        """Every filter with its values; each count supposes the other filters. Values that leave nothing come last."""
        same = self.narrowed() if not self.asked.chosen else None
        return [Offer(facet, self._choices(facet, same)) for facet in self.inventory.facets]

    def _choices(self, facet: Facet, same: Set[int] | None) -> list[Choice]:
        others = same if same is not None else self.narrowed(without=facet.name)
        index, chosen = self.inventory.indexes[facet.name], self.asked.chosen.get(facet.name, [])
        asked = self.asked.values_of(facet)
        choices = [
            Choice(value, label, len(self._left(index.items[value], others)), value in chosen)
            for value, label in index.labels.items()
            if index.offered is None or value in index.offered or value in asked
        ]
        return sorted(choices, key=lambda choice: not choice.count)

    def _left(self, items: Set[int], others: Set[int]) -> Set[int]:
        """`items` among `others`; indexes hold nothing else than what the list has."""
        return items if others is self.inventory.shown else items & others
