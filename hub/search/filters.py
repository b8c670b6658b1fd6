"""What the query string of the search may ask."""

from urllib.parse import urlencode

from django import forms

from hub.core.forms import QueryForm, TextQueryField
from hub.core.lists.asked import Asked
from hub.search.kinds import KINDS


class SearchAsked(Asked):
    """`?q=<text>&type=<kind>&theme=…&territoire=…&etiquette=…&page=<n>`; `exact=1` corrects nothing."""

    q = TextQueryField()
    type = forms.ChoiceField(choices=[(kind.key, kind.label) for kind in KINDS], required=False)
    exact = forms.BooleanField(required=False)

    @property
    def kind(self) -> str:
        return self.given.get("type", "")

    @property
    def is_exact(self) -> bool:
        return bool(self.given.get("exact"))

    def query(self, without: tuple[str, str] = ("", ""), *, kind: str | None = None) -> str:
        """The address of what is shown, its first page; with another `kind`, «» for all."""
        kind = self.kind if kind is None else kind
        own = {**({"exact": "1"} if self.is_exact else {}), **({"type": kind} if kind else {})}
        return "&".join(filter(None, [super().query(without), urlencode(own)]))

    def pills(self) -> list[dict[str, str]]:
        """The filters that can be removed; the text stands in its field."""
        return [pill for pill in super().pills() if pill["query"] != self.query(without=("q", self.text))]

    def query_of_all(self) -> str:
        """The address of all kinds."""
        return self.query(kind="")


class SuggestionForm(QueryForm):
    """`?q=<the first letters>`."""

    q = TextQueryField()

    @property
    def text(self) -> str:
        return self.values().get("q", "")
