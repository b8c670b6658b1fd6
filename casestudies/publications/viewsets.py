"""Assemblies, case studies, testimonies, reports and sources in the administration."""

import json

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column

from casestudies.evidence.admin_lists import starter_filter, theme_filter, theme_list
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.meeting_report import ReportPage
from casestudies.publications.testimony import TestimonyPage
from hub.core.viewsets import DayColumn, PageList, PageListViewSet, joined


class CaseStudyFilterSet(WagtailFilterSet):
    is_starter = starter_filter()
    themes = theme_filter()

    class Meta:
        model = CaseStudyPage
        fields: list[str] = []


class CaseStudyList(PageList):
    add_item_label = "Ajouter une étude de cas"
    related = ("assemblies", "themes", "provenance")

    def get_base_queryset(self) -> QuerySet:
        """With the second part as raw text: lists don't build the blocks, whose sources would cost a query each."""
        return super().get_base_queryset().annotate(outcome_text=Cast("outcome", TextField()))


def has_outcome(page: CaseStudyPage) -> bool:
    """`CaseStudyPage.has_outcome`, read from the raw text."""
    return bool(page.outcome_summary) or any(
        step["value"].get("documented", True) for step in json.loads(page.outcome_text or "[]")
    )


class CaseStudyViewSet(PageListViewSet):
    """All case studies."""

    name = "etudes-de-cas"
    model = CaseStudyPage
    icon = "doc-full"
    menu_label = "Études de cas"
    menu_order = 20
    index_view_class = CaseStudyList
    filterset_class = CaseStudyFilterSet
    own_columns = [
        Column("assembly_list", label="Assemblées", accessor=lambda page: joined(page.assemblies.all())),
        Column("theme_list", label="Thèmes", accessor=theme_list),
        BooleanColumn("has_outcome", label="Seconde partie documentée", accessor=has_outcome),
        BooleanColumn("is_starter", label="Fiche de démarrage", sort_key="is_starter"),
    ]


class TestimonyFilterSet(WagtailFilterSet):
    themes = theme_filter()

    class Meta:
        model = TestimonyPage
        fields: list[str] = []


class TestimonyList(PageList):
    add_item_label = "Ajouter un témoignage"
    related = ("authority", "themes")


class TestimonyViewSet(PageListViewSet):
    """All testimonies."""

    name = "temoignages"
    model = TestimonyPage
    icon = "openquote"
    menu_label = "Témoignages"
    menu_order = 50
    index_view_class = TestimonyList
    filterset_class = TestimonyFilterSet
    own_columns = [
        Column("authority", label="Collectivité", accessor="authority.short_name", sort_key="authority__short_name"),
        Column("shown_name", label="Nom affiché", accessor=lambda page: page.shown_name or "sans nom"),
        Column("theme_list", label="Thèmes", accessor=theme_list),
        DayColumn("consent_on", label="Accord donné le", sort_key="consent_on"),
    ]


class ReportFilterSet(WagtailFilterSet):
    themes = theme_filter()

    class Meta:
        model = ReportPage
        fields: list[str] = []


class ReportList(PageList):
    add_item_label = "Ajouter un compte-rendu"
    related = ("workshop", "outside_event", "themes")


class ReportViewSet(PageListViewSet):
    """All reports."""

    name = "comptes-rendus"
    model = ReportPage
    icon = "clipboard-list"
    menu_label = "Comptes-rendus"
    menu_order = 60
    index_view_class = ReportList
    filterset_class = ReportFilterSet
    own_columns = [
        Column("when", label="Date", accessor=lambda page: page.when.french(), sort_key="when"),
        Column("meeting", label="Rencontre", accessor=lambda page: page.workshop or page.outside_event),
        Column("theme_list", label="Thèmes", accessor=theme_list),
    ]
