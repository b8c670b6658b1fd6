"""What is looked for in vain, in the administration."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from hub.core.viewsets import DayColumn, ReadOnlyViewSet
from hub.search.models import DocumentText, Miss


def _add_equivalents(line: Miss) -> str:
    """Where equivalent words are added for what was typed."""
    return f"{reverse('wagtailsnippets_glossary_equivalentwords:add')}?{urlencode({'word': line.text})}"


def _document(line: DocumentText) -> str:
    return reverse("wagtaildocs:edit", args=[line.document_id])


class MissList(IndexView):
    """A text leads to the page that gives it equivalent words."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().exclude(text="")


class MissViewSet(ReadOnlyViewSet):
    """Searches without result: which term, which case is missing?"""

    name = "recherches-sans-resultat"
    model = Miss
    icon = "search"
    menu_label = "Recherches sans résultat"
    menu_order = 75
    add_to_admin_menu = True
    inspect_view_enabled = False
    index_view_class = MissList
    list_display: list[Any] = [
        TitleColumn("text", label="Recherche", get_url=_add_equivalents),
        Column("days", label="Jours", sort_key="days"),
        DayColumn("last_day", label="Dernier jour", sort_key="last_day"),
    ]


class DocumentTextViewSet(ReadOnlyViewSet):
    """Which documents the search could read, and why not the others."""

    name = "documents-lus"
    model = DocumentText
    icon = "doc-full"
    menu_label = "Documents lus"
    menu_order = 76
    add_to_admin_menu = True
    inspect_view_enabled = False
    list_display: list[Any] = [
        TitleColumn("document", label="Document", get_url=_document),
        Column("get_state_display", label="Lecture", sort_key="state"),
        DayColumn("read_on", label="Lu le", sort_key="read_on"),
    ]
    list_filter = ["state"]
