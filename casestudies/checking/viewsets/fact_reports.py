"""Errors that people report, in the administration: a list to treat."""

from http import HTTPStatus
from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from casestudies.checking.actions.fact_reporting import OUTCOMES, close_report
from casestudies.checking.enums import FactReportState
from casestudies.checking.forms.fact_reports import CloseForm
from casestudies.checking.models import FactReport
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.viewsets import ReadOnlyViewSet
from hub.mail.returns import with_returns

#: What the button that leads to each state says.
BUTTONS = {
    FactReportState.CORRECTED: "C’est corrigé",
    FactReportState.NOT_AN_ERROR: "Ce n’est pas une erreur",
    FactReportState.SPAM: "Classer comme indésirable",
}


class FactReportFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label="État", choices=FactReportState.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = FactReport
        fields: list[str] = []


class FactReportList(generic.IndexView):
    """The latest first."""

    def get_base_queryset(self) -> QuerySet[FactReport]:
        return super().get_base_queryset().select_related("page")


class FactReportInspect(generic.InspectView):
    """One report, the page it is about, and what may be decided."""

    page_title = "Signalement"
    template_name = "casestudies/admin/fact_report.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide. A refused decision shows the page as it now is, with the answer that was typed."""
        form = CloseForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Rien n’est enregistré : corrigez la réponse, ou choisissez un bouton.")
            return self._show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            by = cast("Member", request.user)  # nobody else enters the administration
            close_report(self.object, by=by, **form.cleaned_data)
        except ActionError as refusal:
            messages.error(request, str(refusal))
            denied = isinstance(refusal, NotAllowed)
            return self._show(form, HTTPStatus.FORBIDDEN if denied else HTTPStatus.CONFLICT)
        messages.success(request, f"C’est noté : {self.object.get_state_display().lower()}.")
        return HttpResponseRedirect(request.path)

    def _show(self, form: CloseForm, status: HTTPStatus) -> HttpResponse:
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_fields_context(self) -> list:
        """The template lays the fields out itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_new = self.object.state == FactReportState.NEW
        with_returns([self.object])
        return {
            **super().get_context_data(**{"form": CloseForm(), **kwargs}),
            "report": self.object,
            "buttons": [(state, BUTTONS[state]) for state in OUTCOMES] if is_new else [],
            "may_decide": self.request.user.has_perm("casestudies.change_factreport"),
        }


class FactReportsMenuItem(MenuItem):
    """«Signalements», with the number of those that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("casestudies.view_factreport")

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = FactReport.objects.filter(state=FactReportState.NEW).count()
        component.label = f"{self.label} ({waiting})" if waiting else self.label
        return component


class FactReportViewSet(ReadOnlyViewSet):
    """What readers and authorities say is wrong."""

    name = "signalements"
    model = FactReport
    icon = "warning"
    menu_label = "Signalements"
    menu_order = 42
    menu_item_class = FactReportsMenuItem
    add_to_admin_menu = True
    index_view_class = FactReportList
    inspect_view_class = FactReportInspect
    inspect_template_name = FactReportInspect.template_name
    filterset_class = FactReportFilterSet
    search_fields = ["page_title", "about", "message", "email"]
    list_display = [
        TitleColumn("subject", label="Page", url_name="signalements:inspect"),
        Column("message", label="Ce qui est faux", accessor=lambda report: _short(report.message)),
        Column("state", label="État", accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label="Reçu le", sort_key="created_at"),
    ]


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
