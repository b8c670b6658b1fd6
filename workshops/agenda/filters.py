"""What the query string of the calendar may ask."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from glossary.models import Theme
from hub.core.dates.when import Precision, When
from hub.core.forms import QueryForm


class MonthField(forms.Field):
    """`2027-06`: cleans to a `When` of one month."""

    def to_python(self, value: Any) -> When | None:
        try:
            when = When.parse(value or "")
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if when and when.precision != Precision.MONTH:
            raise forms.ValidationError("Indiquez un mois.")
        return when or None


class WorkshopFilter(QueryForm):
    """`?theme=<slug>`: one theme; `?mois=2027-06`: what may fall in that month, even in part.

    `page` is that of what is to come, `passes` that of what is past.
    """

    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)
    mois = MonthField(required=False)
    passes = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def others(self, paged: str) -> str:
        """What is asked besides the page of one list, as a query string."""
        asked = {name: value for name, value in self.values().items() if name != paged}
        return urlencode(
            {name: value.slug if isinstance(value, Theme) else str(value) for name, value in asked.items()}
        )
