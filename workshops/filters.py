"""What the query string of the calendar may ask."""

from django import forms

from glossary.models import Theme
from hub.core.forms import QueryForm


class WorkshopFilter(QueryForm):
    """`?theme=<slug>`: one theme only."""

    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)
