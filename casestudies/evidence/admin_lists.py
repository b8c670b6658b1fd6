"""What several lists of the administration share: columns and filters."""

from typing import Any

import django_filters
from django.forms import CheckboxSelectMultiple
from wagtail.admin.widgets import BooleanRadioSelect

from glossary.models import Theme
from hub.core.viewsets import joined


def theme_list(page: Any) -> str:
    return joined(theme.short_label for theme in page.themes.all())


def theme_filter() -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        label="Thèmes", queryset=Theme.objects.all(), widget=CheckboxSelectMultiple
    )


def starter_filter() -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(label="Fiche de démarrage, à relire", widget=BooleanRadioSelect)
