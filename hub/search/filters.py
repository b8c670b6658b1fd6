"""What the query string of the search may ask."""

from django import forms

from hub.core.forms import QueryForm, TextQueryField
from hub.search.kinds import KINDS


class SearchForm(QueryForm):
    """`?q=<text>&type=<kind>&page=<n>`."""

    q = TextQueryField()
    type = forms.ChoiceField(choices=[(kind.key, kind.label) for kind in KINDS], required=False)
