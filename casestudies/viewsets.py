"""Assemblies, case studies, proposals, testimonies, reports and sources in the administration."""

import json
from datetime import date
from http import HTTPStatus
from typing import Any, cast

import django_filters
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timesince import timesince
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from casestudies.actions import TRANSITIONS, move_proposal
from casestudies.enums import ProposalState, Status
from casestudies.forms import MoveForm, SourceForm
from casestudies.models import AssemblyPage, CaseStudyPage, Proposal, ReportPage, Source, TestimonyPage
from casestudies.models.assembly import FRESH_FOR
from glossary.models import Theme
from hub.community.enums import AuthorityKind
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.viewsets import PageList, PageListViewSet, ThingListViewSet, joined


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


class SourceViewSet(ThingListViewSet):
    """What claims rest on."""

    model = Source
    icon = "link"
    add_item_label = "Ajouter une source"
    chooser_viewset_class = SourceChooserViewSet
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


#: What the button that leads to each state says.
MOVES = {
    ProposalState.ACCEPTED: "Retenir",
    ProposalState.TO_COMPLETE: "Demander un complément",
    ProposalState.ON_HOLD: "Mettre en réserve",
    ProposalState.DECLINED: "Ne pas retenir",
    ProposalState.SUBMITTED: "Remettre parmi les propositions déposées",
    ProposalState.SPAM: "Classer comme indésirable",
}


class ProposalPolicy(ModelPermissionPolicy):
    """Proposals are read, and moved by an action: nobody adds, edits or deletes them by hand, even as administrator."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class ProposalFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label="État", choices=ProposalState.choices, widget=CheckboxSelectMultiple
    )
    themes = theme_filter()

    class Meta:
        model = Proposal
        fields: list[str] = []


class ProposalList(generic.IndexView):
    """The latest first, with what each asks for."""

    def get_base_queryset(self) -> QuerySet[Proposal]:
        return super().get_base_queryset().prefetch_related("themes")


class ProposalInspect(generic.InspectView):
    """One proposal, its history, and the decisions that may be taken."""

    page_title = "Proposition"
    template_name = "casestudies/admin/proposal.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide. A refused decision shows the page as it now is, with the note that was typed."""
        form = MoveForm(request.POST)
        if not form.is_valid():
            messages.error(request, "La décision n’est pas comprise : choisissez-la de nouveau.")
            return self._show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.object.state = form.cleaned_data["seen"]
        try:
            by = cast("Member", request.user)  # nobody else enters the administration
            move_proposal(self.object, form.cleaned_data["state"], by=by, note=form.cleaned_data["note"])
        except ActionError as refusal:
            messages.error(request, str(refusal))
            denied = isinstance(refusal, NotAllowed)
            return self._show(form, HTTPStatus.FORBIDDEN if denied else HTTPStatus.CONFLICT)
        messages.success(request, f"C’est noté : {self.object.get_state_display().lower()}.")
        return HttpResponseRedirect(request.path)

    def _show(self, form: MoveForm, status: HTTPStatus) -> HttpResponse:
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_fields_context(self) -> list:
        """The template lays the fields out itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        legal = TRANSITIONS.get(self.object.state, frozenset())
        return {
            **super().get_context_data(**{"form": MoveForm(), **kwargs}),
            "proposal": self.object,
            "events": self.object.events.select_related("by"),
            "moves": [(state, words) for state, words in MOVES.items() if state in legal],
            "may_decide": self.request.user.has_perm("casestudies.change_proposal"),
        }


def _age(proposal: Proposal) -> str:
    return timesince(proposal.created_at, depth=1)


class ProposalsMenuItem(MenuItem):
    """«Propositions», with the number of those that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("casestudies.view_proposal")

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = Proposal.objects.waiting().count()
        component.label = f"{self.label} ({waiting})" if waiting else self.label
        return component


class ProposalViewSet(ModelViewSet):
    """What people send: a list to read and decide from, outside the index of references (personal data)."""

    name = "propositions"
    model = Proposal
    icon = "mail"
    menu_label = "Propositions"
    menu_order = 40
    menu_item_class = ProposalsMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = ProposalList
    inspect_view_class = ProposalInspect
    inspect_template_name = ProposalInspect.template_name
    filterset_class = ProposalFilterSet
    search_fields = ["organisation", "assembly_name", "name", "email"]
    list_per_page = 50
    list_display = [
        "organisation",
        Column("intents", label="Souhait"),
        Column("theme_list", label="Thèmes", accessor=theme_list),
        Column("state", label="État", accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label="Déposée le", sort_key="created_at"),
        Column("age", label="Depuis", accessor=_age),
    ]

    @property
    def permission_policy(self) -> ProposalPolicy:
        return ProposalPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(f"{name}_url_name" for name in ("add", "edit", "delete", "usage", "history"))
        return super().get_common_view_kwargs(**{**absent, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]
