"""What the query strings of the lists may ask."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from casestudies.enums import Status
from glossary.models import Theme
from hub.community.enums import AuthorityKind
from hub.core.forms import QueryForm


class ThemeFilter(QueryForm):
    """`?theme=<slug>`."""

    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)

    lookups = {"theme": "themes"}

    def apply(self, items: QuerySet) -> QuerySet:
        """`items` narrowed by every value that was given and understood."""
        for name, value in self.values().items():
            if name in self.lookups:
                items = items.filter(**{self.lookups[name]: value})
        return items.distinct()

    def pills(self) -> list[dict[str, str]]:
        """The active filters, each with the query string that removes it."""
        active = {name: value for name, value in self.values().items() if name in self.lookups}
        return [
            {"label": self._words(name, value), "query": self._query_without(name)} for name, value in active.items()
        ]

    def _words(self, name: str, value: Any) -> str:
        return dict(getattr(self.fields[name], "choices", [])).get(value) or str(value)

    def _query_without(self, name: str) -> str:
        kept = self.data.copy()
        for key in (name, "page"):
            kept.pop(key, None)
        return kept.urlencode()

    def query(self) -> str:
        """The current filters as a query string, without the page."""
        return self._query_without("page")


class CaseStudyFilter(ThemeFilter):
    """`?theme=<slug>&echelle=<kind>`."""

    echelle = forms.ChoiceField(choices=AuthorityKind.choices, required=False)

    lookups = {"theme": "themes", "echelle": "assemblies__authority__kind"}


class AssemblyFilter(ThemeFilter):
    """`?theme=<slug>&echelle=<kind>&statut=<status>`."""

    echelle = forms.ChoiceField(choices=AuthorityKind.choices, required=False)
    statut = forms.ChoiceField(choices=Status.choices, required=False)

    lookups = {"theme": "themes", "echelle": "authority__kind", "statut": "status"}
