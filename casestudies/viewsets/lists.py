"""What several lists of the administration share: columns and filters."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from wagtail.admin.widgets import BooleanRadioSelect

from casestudies.models.assembly import FRESH_FOR
from glossary.models import Theme
from hub.core.viewsets import joined


def due_for_verification(today: date) -> Q:
    """Assemblies that nobody has verified for twelve months (`AssemblyPage.needs_verification`, for the database)."""
    return Q(verified_on__isnull=True) | Q(verified_on__lt=today - FRESH_FOR)


def theme_list(page: Any) -> str:
    return joined(theme.short_label for theme in page.themes.all())


def theme_filter() -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        label="Thèmes", queryset=Theme.objects.all(), widget=CheckboxSelectMultiple
    )


def starter_filter() -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(label="Fiche de démarrage, à relire", widget=BooleanRadioSelect)
