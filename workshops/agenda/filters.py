"""What the query string of the calendar may ask."""

from typing import Any

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
    """`?theme=<slug>`: one theme; `?mois=2027-06`: what may fall in that month, even in part."""

    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)
    mois = MonthField(required=False)
