"""Assemblies, case studies, testimonies, reports and sources in the administration."""

import json

import django_filters
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from casestudies.assembly_editor import SourceChooser
from casestudies.enums import Status
from casestudies.forms.sources import SourceForm
from casestudies.models import AssemblyPage, CaseStudyPage, ReportPage, Source, TestimonyPage
from casestudies.viewsets.lists import due_for_verification, starter_filter, theme_filter, theme_list
from hub.community.enums import AuthorityKind
from hub.core.viewsets import PageList, PageListViewSet, ThingListViewSet, joined


class AssemblyFilterSet(WagtailFilterSet):
    verification = django_filters.ChoiceFilter(
        label="Vérification",
        method="by_verification",
        choices=[("due", "À revérifier"), ("fresh", "Vérifiées depuis moins d’un an")],
        empty_label="Toutes",
        widget=RadioSelect,
    )
    is_starter = starter_filter()
    status = django_filters.MultipleChoiceFilter(label="Statut", choices=Status.choices, widget=CheckboxSelectMultiple)
    kind = django_filters.MultipleChoiceFilter(
        field_name="authority__kind", label="Échelle", choices=AuthorityKind.choices, widget=CheckboxSelectMultiple
    )
    themes = theme_filter()

    class Meta:
        model = AssemblyPage
        fields: list[str] = []

    def by_verification(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        due = due_for_verification(timezone.localdate())
        return pages.filter(due if value == "due" else ~due)


class AssemblyList(PageList):
    add_item_label = "Ajouter une assemblée"
    related = ("authority",)


class AssemblyViewSet(PageListViewSet):
    """All assemblies, with what is left to verify."""

    name = "fiches-assemblees"
    model = AssemblyPage
    icon = "group"
    menu_label = "Toutes les assemblées"
    add_to_admin_menu = False
    index_view_class = AssemblyList
    filterset_class = AssemblyFilterSet
    ordering = "title"
    own_columns = [
        Column("authority", label="Collectivité", accessor="authority.short_name", sort_key="authority__short_name"),
        Column("assembly_status", label="Statut", accessor="get_status_display", sort_key="status"),
        Column(
            "verified_on",
            label="Vérifiée le",
            accessor=lambda page: _verified(page),
            sort_key="verified_on",
        ),
        BooleanColumn("is_starter", label="Fiche de démarrage", sort_key="is_starter"),
    ]


def _verified(page: AssemblyPage) -> str:
    if page.verified_on is None:
        return "jamais"
    return f"{page.verified_on:%d/%m/%Y}{', à revérifier' if page.needs_verification() else ''}"


class SourceChooserViewSet(SnippetChooserViewSet):
    """A source can be noted from the page that cites it."""

    creation_form_class = SourceForm
    permission_policy = ModelPermissionPolicy(Source)
    creation_tab_label = "Nouvelle source"
    create_action_label = "Ajouter cette source"

    @cached_property
    def widget_class(self) -> SourceChooser:
        return SourceChooser(model=Source, icon=self.icon)


class SourceViewSet(ThingListViewSet):
    """What claims rest on."""

    model = Source
    icon = "link"
    add_item_label = "Ajouter une source"
    chooser_viewset_class = SourceChooserViewSet
    edit_handler = ObjectList(Source.panels, base_form_class=SourceForm)
    list_display = [
        "title",
        Column("publisher", label="Éditeur", sort_key="publisher"),
        Column("kind", label="Nature", accessor="get_kind_display", sort_key="kind"),
        Column("published_on", label="Publiée", accessor=lambda source: source.published_on.french()),
        DateColumn("consulted_on", label="Consultée le", sort_key="consulted_on"),
    ]
    list_filter = ["kind"]


class AssemblyViewSetGroup(SnippetViewSetGroup):
    """«Assemblées» in the menu: the sheets and what they rest on."""

    items = [AssemblyViewSet, SourceViewSet]
    menu_label = "Assemblées"
    menu_name = "assemblies"
    menu_icon = "hemicycle"
    menu_order = 30


class CaseStudyFilterSet(WagtailFilterSet):
    is_starter = starter_filter()
    themes = theme_filter()

    class Meta:
        model = CaseStudyPage
        fields: list[str] = []


class CaseStudyList(PageList):
    add_item_label = "Ajouter une étude de cas"
    related = ("assemblies", "themes")

    def get_base_queryset(self) -> QuerySet:
        """With the second part as raw text: lists don't build the blocks, whose sources would cost a query each."""
        return super().get_base_queryset().annotate(outcome_text=Cast("outcome", TextField()))


def has_outcome(page: CaseStudyPage) -> bool:
    """`Diptych.has_outcome`, read from the raw text."""
    return any(step["value"].get("documented") for step in json.loads(page.outcome_text or "[]"))


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
        DateColumn("consent_on", label="Accord donné le", sort_key="consent_on"),
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
