"""What somebody asks of a list, in the query string: values of filters, a text, an order, a page, a file."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from hub.core.forms import QueryForm, TextQueryField
from hub.core.lists.inventory import Facet, Index, Inventory
from hub.core.validators import one_line

#: Values of one filter that are read, and signs of each: more is nobody's search.
MAX_VALUES = 30
MAX_LENGTH = 80


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


class Asked(FileQuery):
    """A query string, read with the filters that the list has. What is not understood is left out, and said.

    `orders`: value of `tri` → its words, the usual order first.
    """

    q = TextQueryField(label="Dans les textes")
    tri = forms.CharField(required=False, max_length=MAX_LENGTH)

    def __init__(self, data: QueryDict, inventory: Inventory, orders: Mapping[str, str]) -> None:
        super().__init__(data)
        self.orders = orders
        self.facets = inventory.facets
        self.indexes: dict[str, Index] = inventory.indexes
        for facet in self.facets:
            self.fields[facet.name] = ValuesField(required=False, label=facet.legend)

    @cached_property
    def given(self) -> dict[str, Any]:
        return self.values()

    @property
    def text(self) -> str:
        return self.given.get("q", "")

    @property
    def page_number(self) -> Any:
        return self.given.get("page", 1)

    @property
    def order(self) -> str:
        asked = self.given.get("tri", "")
        return asked if asked in self.orders else next(iter(self.orders), "")

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values of each filter that were understood."""
        asked = {facet.name: self._known(facet) for facet in self.facets}
        return {name: values for name, values in asked.items() if values}

    def _known(self, facet: Facet) -> list[str]:
        values = [value for value in self.values_of(facet) if value in self.indexes[facet.name].labels]
        return values[:1] if facet.as_menu else values

    def values_of(self, facet: Facet) -> list[str]:
        """The values given for a filter, understood or not."""
        return self.given.get(facet.name, [])

    @cached_property
    def misunderstood(self) -> list[str]:
        """What was left out, in words: «Thème : « lune »»."""
        left = [
            f"{facet.legend} : « {value} »"
            for facet in self.facets
            for value in self.values_of(facet)
            if value not in self.indexes[facet.name].labels
        ]
        asked = one_line(self.given.get("tri", ""))
        return [*left, *([f"Tri : « {asked} »"] if asked and asked not in self.orders else [])]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.text)

    def pills(self) -> list[dict[str, str]]:
        """What narrows the list, each with the query string that removes it."""
        facets = {facet.name: facet for facet in self.facets}
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
