"""What the addresses of the comparison and of the dossier may say."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms

from hub.core.forms import QueryForm


class SlugsField(forms.Field):
    """`?a=paris&a=rouen`: at most `LONGEST` values in the order given; what can't be a slug is left as an empty one."""

    widget = forms.MultipleHiddenInput
    LONGEST = 100
    _slug = re.compile(r"[-\w]{1,255}")

    def to_python(self, value: Any) -> list[str]:
        return [str(slug) if self._slug.fullmatch(str(slug)) else "" for slug in (value or [])[: self.LONGEST]]


class DossierFilter(QueryForm):
    """`?p=<slug>&p=<slug>`: case studies and assemblies, in the order in which they were taken."""

    p = SlugsField(required=False)

    def slugs(self) -> list[str]:
        return self.values().get("p", [])


class CompareFilter(QueryForm):
    """`?a=<slug>&a=<slug>`, two to six; `&toutes=1` shows the list to choose from.

    `&faits=tous` shows every fact instead of the criteria.
    """

    a = SlugsField(required=False)
    faits = forms.ChoiceField(choices=[("tous", "tous")], required=False)
    toutes = forms.ChoiceField(choices=[("1", "oui")], required=False)

    def slugs(self) -> list[str]:
        return self.values().get("a", [])

    def wants_all_facts(self) -> bool:
        return "faits" in self.values()

    def wants_the_list(self) -> bool:
        return "toutes" in self.values()

    def query_of(self, slugs: Sequence[str]) -> str:
        """The query string that gives the comparison of `slugs` again as it is asked here, to share."""
        facts = [("faits", "tous")] if self.wants_all_facts() else []
        return urlencode([*_asked(slugs), *facts])

    @staticmethod
    def short_query_of(slugs: Sequence[str]) -> str:
        """The same with essential facts only."""
        return urlencode(_asked(slugs))


def _asked(slugs: Sequence[str]) -> list[tuple[str, str]]:
    return [("a", slug) for slug in slugs]
