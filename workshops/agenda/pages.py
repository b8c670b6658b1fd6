"""The calendar page, parent of all workshops."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from glossary.models import Theme
from hub.core.dates.when import When
from hub.core.lists.kept import kept_few
from hub.core.models import BasePage
from workshops.agenda.filters import WorkshopFilter
from workshops.agenda.subscription import subscription
from workshops.agenda.wheel import Wheel, draw
from workshops.workshop.cycle import Cycle
from workshops.workshop.queryset import WorkshopQuerySet
from workshops.workshop.workshop import WorkshopPage


class WorkshopIndexPage(BasePage):
    """«Ateliers»: what is to come, what is still to be defined, what is past."""

    template = "workshops/workshop_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["workshops.WorkshopPage"]
    max_count = 1

    class Meta:
        verbose_name = "calendrier des ateliers"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        query = WorkshopFilter(request.GET)
        asked = query.others("")
        gathered = kept_few("calendars", [asked], lambda _: {asked: self._gathered(query, request)})
        return {**super().get_context(request, *args, **kwargs), **gathered[asked]}

    def _gathered(self, query: WorkshopFilter, request: HttpRequest) -> dict[str, Any]:
        """All that its template shows, whoever asks."""
        today = timezone.localdate()
        chosen, month = query.values().get("theme"), query.values().get("mois")
        everything = WorkshopPage.objects.visible_to_all().in_order()
        workshops = everything.filter(themes=chosen) if chosen else everything
        if month:
            workshops = workshops.overlapping(month)
        past = workshops.past(today).order_by("-latest", "-earliest", "uid")
        lists = {
            "to_come": query.paginate(_keys(workshops.in_calendar(today))),
            "to_define": _keys(workshops.to_define(today)),
            "past": query.paginate(_keys(past), name="passes"),
        }
        rows = _rows(lists)
        themes = list(Theme.objects.annotate(has_workshops=Exists(everything.order_by().filter(themes=OuterRef("pk")))))
        return {
            "chosen_theme": chosen,
            "chosen_month": month,
            "months": _months(everything.still_open().to_come(today)),
            "themes": [theme for theme in themes if theme.has_workshops],
            **rows,
            "written": {name: _written(workshops, request) for name, workshops in rows.items()},
            "to_come_page": lists["to_come"],
            "past_page": lists["past"],
            "to_come_query": query.others("page"),
            "past_query": query.others("passes"),
            "year_assumed": workshops.to_come(today).filter(year_assumed=True, earliest__isnull=False).exists(),
            "cycle": Cycle.objects.filter(workshops__in=everything.order_by()).first(),
            "year_wheel": _year_wheel(workshops.still_open().to_come(today)),
            "subscription": subscription(settings.WAGTAILADMIN_BASE_URL, chosen),
            "themes_without_workshop": [theme for theme in themes if not theme.has_workshops],
        }


def _months(workshops: WorkshopQuerySet) -> list[When]:
    """The months in which some workshop may take place, each once."""
    whens = workshops.order_by().values_list("when", flat=True).distinct()
    return sorted({When.parse(f"{year}-{month:02d}") for when in whens for year, month in when.months()})


def _keys(workshops: WorkshopQuerySet) -> QuerySet:
    return workshops.values_list("pk", flat=True)


def _rows(lists: Mapping[str, Iterable[int]]) -> dict[str, list[WorkshopPage]]:
    """The workshops of several lists of keys, with what their rows show: read together, and no other."""
    asked = {name: list(keys) for name, keys in lists.items()}
    found = WorkshopPage.objects.visible_to_all().with_details().in_bulk(chain(*asked.values()))
    rows = {name: [found[key] for key in keys if key in found] for name, keys in asked.items()}
    return {**rows, "to_define": sorted(rows["to_define"], key=lambda workshop: workshop.is_closed)}


def _written(workshops: Iterable[WorkshopPage], request: HttpRequest) -> SafeString:
    """Their rows as they are shown: half of the work of this page, done once."""
    row = get_template("workshops/workshop_row.html")
    return mark_safe("".join(row.render({"workshop": each, "level": 3, "request": request}) for each in workshops))  # noqa: S308 -- by a template


def _year_wheel(workshops: WorkshopQuerySet) -> Wheel | None:
    """The wheel of the year of the first dated workshop; nothing to draw without dates."""
    first = workshops.filter(earliest__isnull=False).values_list("earliest", flat=True).first()
    if first is None:
        return None
    drawn = list(workshops.overlapping(When.parse(f"{first.year:04}")).prefetch_related("themes"))
    subjects = [", ".join(theme.short_label for theme in workshop.themes.all()) for workshop in drawn]
    return draw(zip(drawn, subjects, strict=True), first.year)
