"""Assemblies and sources in the administration."""

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from casestudies.evidence.admin_lists import starter_filter, theme_filter
from casestudies.evidence.assembly import AssemblyPage, AssemblyQuerySet
from casestudies.evidence.editor import SourceChooser
from casestudies.evidence.enums import Status
from casestudies.evidence.forms import SourceForm
from casestudies.evidence.source import Source
from hub.community.enums import AuthorityKind
from hub.core.choosers import ThingChooserViewSet
from hub.core.viewsets import DayColumn, PageList, PageListViewSet, ThingListViewSet


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

    def by_verification(self, pages: AssemblyQuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return pages.due(today) if value == "due" else pages.fresh(today)


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
    ordering = "title__french"
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


class SourceChooserViewSet(ThingChooserViewSet):
    """A source can be noted from the page that cites it."""

    creation_form_class = SourceForm
    creation_tab_label = "Nouvelle source"
    create_action_label = "Ajouter cette source"

    @cached_property
    def widget_class(self) -> SourceChooser:
        return SourceChooser(model=Source, icon=self.icon)


class SourceFilterSet(WagtailFilterSet):
    link = django_filters.ChoiceFilter(
        label="Lien",
        method="by_link",
        choices=[("dead", "Morts"), ("failing", "Qui viennent d’échouer"), ("never", "Jamais vérifiés")],
        empty_label="Tous",
        widget=RadioSelect,
    )

    class Meta:
        model = Source
        fields = ["kind"]

    def by_link(self, sources: QuerySet, name: str, value: str) -> QuerySet:
        dead = Q(dead_since__isnull=False)
        known = {"dead": dead, "failing": Q(failing_since__isnull=False) & ~dead, "never": Q(looked_at=None)}
        return sources.filter(known[value])


def _link(source: Source) -> str:
    """What was last seen at the address, in words."""
    if source.dead_since:
        return f"mort depuis le {source.dead_since:%d/%m/%Y}. {source.look_words}"
    return source.look_words or ("répond" if source.looked_at else "jamais vérifié")


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
        DayColumn("consulted_on", label="Consultée le", sort_key="consulted_on"),
        Column("link", label="Lien", accessor=_link, sort_key="dead_since"),
    ]
    filterset_class = SourceFilterSet


class AssemblyViewSetGroup(SnippetViewSetGroup):
    """«Assemblées» in the menu: the sheets and what they rest on."""

    items = [AssemblyViewSet, SourceViewSet]
    menu_label = "Assemblées"
    menu_name = "assemblies"
    menu_icon = "hemicycle"
    menu_order = 30
