"""Workshops, cycles and outside events in the administration."""

import django_filters
from django.db.models import Case, F, QuerySet, Value, When
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from glossary.models import Theme
from hub.core.viewsets import PageList, PageListViewSet, joined
from hub.french.numbers import pluriel
from workshops.conflicts.viewsets import CalendarConstraintViewSet, CalendarImportViewSet, MonthViewSet
from workshops.planning.preparation import READ, lacks
from workshops.workshop.cycle import Cycle
from workshops.workshop.enums import Certainty
from workshops.workshop.queryset import WorkshopQuerySet, is_past
from workshops.workshop.viewsets import CycleViewSet, OutsideEventViewSet
from workshops.workshop.workshop import WorkshopPage


class WorkshopFilterSet(WagtailFilterSet):
    moment = django_filters.ChoiceFilter(
        label="Moment",
        method="by_moment",
        choices=[("to_come", "À venir"), ("past", "Passés")],
        empty_label="Tous",
        widget=RadioSelect,
    )
    certainty = django_filters.MultipleChoiceFilter(
        label="Certitude", choices=Certainty.choices, widget=CheckboxSelectMultiple
    )
    themes = django_filters.ModelMultipleChoiceFilter(
        label="Thèmes", queryset=Theme.objects.all(), widget=CheckboxSelectMultiple
    )
    cycle = django_filters.ModelChoiceFilter(label="Cycle", queryset=Cycle.objects.all())

    class Meta:
        model = WorkshopPage
        fields: list[str] = []

    def by_moment(self, workshops: WorkshopQuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return workshops.past(today) if value == "past" else workshops.to_come(today)


class WorkshopList(PageList):
    add_item_label = "Ajouter un atelier"
    related = ("cycle", *READ)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Unless a column is chosen: to come in calendar order, without a date last, then past ones."""
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        rank = Case(When(is_past(timezone.localdate()), then=Value(1)), default=Value(0))
        return queryset.order_by(rank, F("earliest").asc(nulls_last=True), "precision", "latest", "uid")


class DecideColumn(Column):
    """A button that leads to the decisions about a workshop."""

    cell_template_name = "workshops/admin/decide_cell.html"


class WorkshopViewSet(PageListViewSet):
    """All workshops, those to come in calendar order."""

    name = "ateliers"
    model = WorkshopPage
    icon = "calendar-alt"
    menu_label = "Tous les ateliers"
    add_to_admin_menu = False
    index_view_class = WorkshopList
    filterset_class = WorkshopFilterSet
    ordering = None
    own_columns = [
        Column("when", label="Quand", accessor="date_words", sort_key="earliest"),
        Column("certainty", label="Certitude", accessor="get_certainty_display", sort_key="certainty"),
        Column("theme_list", label="Thèmes", accessor=lambda page: joined(t.short_label for t in page.themes.all())),
        Column(
            "partner_list",
            label="Partenaires",
            accessor=lambda page: joined(partner.authority.short_name for partner in page.shown_partners),
        ),
        DecideColumn("decide", label="Décision", accessor="pk"),
        Column("lacks", label="Il manque", accessor=lambda page: _gaps(len(lacks(page)))),
    ]


def _gaps(count: int) -> str:
    """The home panel and the page name them; a cell has no room for that."""
    return f"{count} {pluriel(count, 'chose,choses')}" if count else "rien"


class WorkshopViewSetGroup(SnippetViewSetGroup):
    """«Ateliers» in the menu."""

    items = [
        WorkshopViewSet,
        MonthViewSet,
        CycleViewSet,
        OutsideEventViewSet,
        CalendarConstraintViewSet,
        CalendarImportViewSet,
    ]
    menu_label = "Ateliers"
    menu_name = "workshops"
    menu_icon = "calendar-alt"
    menu_order = 10
