"""What may stand in the way of a date, in the administration: periods, imports and their reports."""

from http import HTTPStatus
from typing import Any, cast

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView
from django_filters import ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy
from wagtail.snippets.views.snippets import InspectView

from hub.community.models import Member
from hub.core.dates.when import WEEKDAYS
from hub.core.errors import ActionError
from hub.core.fetching import Wanted, fetch
from hub.core.forms import QueryForm
from hub.core.viewsets import DayColumn, ThingListViewSet
from hub.french.numbers import pluriel
from workshops.conflicts.actions import import_calendar
from workshops.conflicts.forms import AgainForm, ImportForm, MonthForm
from workshops.conflicts.importing import MAX_BYTES, read_calendar
from workshops.conflicts.models import CalendarConstraint, CalendarImport
from workshops.conflicts.month import month_of
from workshops.conflicts.reading import Reading, is_partly_read, summary

#: Lines of a report on one page.
LINES = 200
#: What is asked of the address of a calendar.
WANTED = Wanted(MAX_BYTES, accept="text/calendar, text/csv, */*;q=0.5")


class ConstraintFilters(WagtailFilterSet):
    imported = ModelChoiceFilter(queryset=CalendarImport.objects.defer("report"), label="Import")

    class Meta:
        model = CalendarConstraint
        fields = ["kind", "imported"]


class CalendarConstraintViewSet(ThingListViewSet):
    """Periods to know of when choosing a date, entered or imported."""

    model = CalendarConstraint
    icon = "warning"
    menu_label = "Contraintes de calendrier"
    add_item_label = "Ajouter une contrainte"
    related = ("imported",)
    list_display = [
        "title",
        Column("kind", label="Nature", accessor="get_kind_display", sort_key="kind"),
        DayColumn("first_day", label="Du", sort_key="first_day"),
        DayColumn("last_day", label="Au", sort_key="last_day"),
        Column("place", label="Lieu", sort_key="place"),
        Column("origin", label="Source", accessor=lambda constraint: constraint.origin or constraint.imported or ""),
    ]
    filterset_class = ConstraintFilters
    search_fields = ["title", "place"]
    #: Nothing refers to them: outside the index, thousands are deleted by one query, none of them loaded.
    add_to_reference_index = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Reports are long: the list doesn't read them."""
        return CalendarConstraint.objects.select_related("imported").defer("imported__report")


class ImportPolicy(ModelPermissionPolicy):
    """Whoever may add constraints may import them; an import is never edited, it is done again."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "add":
            return user.has_perm("workshops.add_calendarconstraint")
        return action != "change" and super().user_has_permission(user, action)


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """«Importer un calendrier»: a file or an address, then its report. Nothing is kept unless all of it is."""

    permission_policy = ImportPolicy(CalendarImport)
    permission_required = "add"
    form_class = ImportForm
    template_name = "workshops/admin/import.html"
    page_title = "Importer un calendrier"
    header_icon = "download"
    index_url_name = ""
    inspect_url_name = ""

    def get_initial(self) -> dict[str, Any]:
        return AgainForm(self.request.GET).initial_values()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(self.index_url_name), "label": "Imports de calendriers"}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def form_valid(self, form: ImportForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            reading = _read(given)
            brought = import_calendar(
                given["name"], reading, by=cast("Member", self.request.user), kind=given["kind"], url=given["url"]
            )
        except ActionError as refusal:
            form.add_error("url" if given["url"] else "file", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"« {brought.name} » : {_count(reading.report)}.")
        return HttpResponseRedirect(reverse(self.inspect_url_name, args=[brought.pk]))

    def form_invalid(self, form: ImportForm) -> HttpResponse:
        messages.error(
            self.request, "Rien n’est importé : corrigez ce qui est signalé. Un fichier est à choisir de nouveau."
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _read(given: dict[str, Any]) -> Reading:
    """Raises UnreadableCalendar or Unreachable."""
    data = fetch(given["url"], WANTED) if given["url"] else given["file"].read()
    return read_calendar(data, today=timezone.localdate())


def _count(report: list) -> str:
    kept, partly, left = summary(report)
    in_part = f" ({partly} en partie seulement)" if partly else ""
    return (
        f"{kept} {pluriel(kept, 'événement importé,événements importés')}{in_part}, "
        f"{left} {pluriel(left, 'laissé,laissés')} de côté"
    )


class ReportView(InspectView):
    """What became of each event of an import: those left out come first, then those of which a part was not read."""

    page_title = "Rapport d’import"
    template_name = "workshops/admin/import_report.html"
    add_url_name = ""

    def get_fields_context(self) -> list:
        """The template lays the fields out itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = sorted(self.object.report, key=lambda line: (line[2], not is_partly_read(line[1])))
        again = f"{reverse(self.add_url_name)}?again={self.object.pk}"
        return {
            **super().get_context_data(**kwargs),
            "brought": self.object,
            "count": _count(lines),
            "dates": self.object.constraints.count(),
            "lines": QueryForm(self.request.GET).paginate(lines, LINES),
            "again_url": again if self.user_has_permission("add") else "",
        }


class CalendarImportViewSet(ThingListViewSet):
    """What was brought from other calendars, with its reports."""

    model = CalendarImport
    icon = "download"
    menu_label = "Imports de calendriers"
    add_item_label = "Importer un calendrier"
    inspect_view_enabled = True
    add_view_class = ImportView
    inspect_view_class = ReportView
    inspect_template_name = ReportView.template_name
    list_display = [
        "name",
        Column("dates", label="Dates apportées", accessor="dates"),
        DateColumn("imported_at", label="Importé le", sort_key="imported_at"),
        Column("by", label="Par", accessor="by"),
        Column("url", label="Adresse", sort_key="url"),
    ]

    @property
    def permission_policy(self) -> ImportPolicy:
        return ImportPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        imports = CalendarImport.objects.select_related("by").defer("report")
        return imports.annotate(dates=Count("constraints"))

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        inspect = self.get_url_name("inspect")
        return super().get_common_view_kwargs(**{"inspect_url_name": inspect, **kwargs})

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the page of an import are its own."""
        return kwargs


class MonthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """«Vue du mois»: a table of the days, and a list of them where the screen is narrow."""

    permission_policy = page_permission_policy
    any_permission_required = ["add", "change"]
    template_name = "workshops/admin/month.html"
    page_title = "Vue du mois"
    header_icon = "calendar"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        month = month_of(MonthForm(self.request.GET).first_day(today), today)
        return super().get_context_data(month=month, weekdays=WEEKDAYS, **kwargs)


class MonthViewSet(ViewSet):
    """«Vue du mois» in the menu."""

    name = "vue-du-mois"
    icon = "calendar"
    menu_label = "Vue du mois"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(MonthView), name="index")]
