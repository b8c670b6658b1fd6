"""Proposals in the administration: a list to decide from."""

from http import HTTPStatus
from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.timesince import timesince
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from casestudies.actions.proposals import move_proposal
from casestudies.enums import ProposalState
from casestudies.forms.proposals import MoveForm
from casestudies.models import Proposal
from casestudies.transitions import ORGANISER_MOVES
from casestudies.viewsets.lists import theme_filter, theme_list
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed

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
        return super().get_base_queryset().received().prefetch_related("themes")


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
        self.object.version = form.cleaned_data["version"]
        try:
            by = cast("Member", request.user)  # nobody else enters the administration
            words = {name: form.cleaned_data[name] for name in ("reason", "note")}
            move_proposal(self.object, form.cleaned_data["state"], by=by, **words)
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
        legal = ORGANISER_MOVES[self.object.state]
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
