"""What the query strings of the lists may ask."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from casestudies.enums import Status
from glossary.models import Theme
from hub.community.enums import AuthorityKind
from hub.core.forms import QueryForm


class ThemeFilter(QueryForm):
    """`?theme=<slug>`."""

    theme = forms.ModelChoiceField(Theme.objects.all(), label="Thème", to_field_name="slug", required=False)

    #: Name of the filter → what it looks up in the list.
    lookups = {"theme": "themes"}
    #: The choice that filters nothing, in the gender of the filter.
    all_words = {"theme": "Tous", "echelle": "Toutes", "statut": "Tous"}

    def active(self) -> dict[str, Any]:
        """The filters that were given and understood."""
        return {name: value for name, value in self.values().items() if name in self.lookups}

    def apply(self, items: QuerySet) -> QuerySet:
        """`items` narrowed by every active filter."""
        for name, value in self.active().items():
            items = items.filter(**{self.lookups[name]: value})
        return items.distinct()

    def facets(self) -> list[dict[str, Any]]:
        """The choices of each filter, for the form beside the list."""
        return [
            {
                "name": name,
                "legend": self.fields[name].label,
                "all": self.all_words[name],
                "is_open": not self._given(name),
                "choices": [(value, label, value == self._given(name)) for value, label in self._choices(name)],
            }
            for name in self.lookups
        ]

    def pills(self) -> list[dict[str, str]]:
        """The active filters, each with the query string that removes it."""
        return [
            {"label": self._words(name, value), "query": self.query(without=name)}
            for name, value in self.active().items()
        ]

    def query(self, without: str = "") -> str:
        """The active filters as a query string: no page, nothing that was not understood."""
        return urlencode({name: self._given(name) for name in self.active() if name != without})

    def _given(self, name: str) -> str:
        return self.data.get(name, "") if name in self.active() else ""

    def _choices(self, name: str) -> list[tuple[str, str]]:
        choices = self.fields[name].choices  # type: ignore[attr-defined]  # every filter is a choice
        return [(str(value), label) for value, label in choices if str(value)]

    def _words(self, name: str, value: Any) -> str:
        label = str(value) if isinstance(value, Theme) else dict(self._choices(name))[value]
        return f"{self.fields[name].label} : {label}"


class CaseStudyFilter(ThemeFilter):
    """`?theme=<slug>&echelle=<kind>`."""

    echelle = forms.ChoiceField(label="Échelle", choices=AuthorityKind.choices, required=False)

    lookups = {"theme": "themes", "echelle": "assemblies__authority__kind"}


class AssemblyFilter(ThemeFilter):
    """`?theme=<slug>&echelle=<kind>&statut=<status>`."""

    echelle = forms.ChoiceField(label="Échelle", choices=AuthorityKind.choices, required=False)
    statut = forms.ChoiceField(label="Statut", choices=Status.choices, required=False)

    lookups = {"theme": "themes", "echelle": "authority__kind", "statut": "status"}
