"""The calendar page, parent of all workshops."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

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

#: Workshops to come, and past ones, on one page of the calendar.
ON_PAGE = 30


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
        gathered = kept_few("calendars", [asked], lambda _: {asked: self._gathered(query)})
        return {**super().get_context(request, *args, **kwargs), **gathered[asked]}

    def _gathered(self, query: WorkshopFilter) -> dict[str, Any]:
        """All that its template shows, whoever asks."""
        today = timezone.localdate()
        chosen, month = query.values().get("theme"), query.values().get("mois")
        everything = WorkshopPage.objects.visible_to_all().in_order()
        workshops = everything.filter(themes=chosen) if chosen else everything
        if month:
            workshops = workshops.overlapping(month)
        to_come = list(workshops.to_come(today).prefetch_related("themes"))
        still_open = [workshop for workshop in to_come if not workshop.is_closed]
        overdue = [workshop for workshop in to_come if workshop.is_closed and _is_over(workshop, today)]
        dated = [workshop.pk for workshop in to_come if workshop not in overdue and _has_its_date(workshop)]
        to_define = [workshop.pk for workshop in still_open if not _has_its_date(workshop)]
        lists = {
            "to_come": query.paginate(dated, ON_PAGE),
            "to_define": [*to_define, *(workshop.pk for workshop in overdue)],
            "past": query.paginate(_past(workshops, today), ON_PAGE, "passes"),
        }
        return {
            "chosen_theme": chosen,
            "chosen_month": month,
            "months": _months(everything.still_open().to_come(today)),
            "themes": list(Theme.objects.filter(workshops__in=everything).distinct()),
            **_rows(lists),
            "to_come_page": lists["to_come"],
            "past_page": lists["past"],
            "to_come_query": query.others("page"),
            "past_query": query.others("passes"),
            "year_assumed": any(workshop.year_assumed and workshop.when for workshop in to_come),
            "cycle": Cycle.objects.filter(workshops__in=everything).first(),
            "year_wheel": _year_wheel(still_open),
            "subscription": subscription(settings.WAGTAILADMIN_BASE_URL, chosen),
            "themes_without_workshop": list(Theme.objects.exclude(workshops__in=everything)),
        }


def _has_its_date(workshop: WorkshopPage) -> bool:
    """Whether it stands in the calendar: a fallback that nobody has decided about does not."""
    return bool(workshop.when) and (workshop.fallback_for_id is None or workshop.is_closed)


def _is_over(workshop: WorkshopPage, today: date) -> bool:
    """Postponed, on days that have passed: its new date is awaited."""
    return workshop.latest is not None and workshop.latest < today


def _months(workshops: WorkshopQuerySet) -> list[When]:
    """The months in which some workshop may take place, each once."""
    whens = workshops.values_list("when", flat=True)
    return sorted({When.parse(f"{year}-{month:02d}") for when in whens for year, month in when.months()})


def _past(workshops: WorkshopQuerySet, today: date) -> list[int]:
    return list(workshops.past(today).order_by("-latest", "-earliest", "uid").values_list("pk", flat=True))


def _rows(lists: Mapping[str, Iterable[int]]) -> dict[str, list[WorkshopPage]]:
    """The workshops of several lists of keys, with what their rows show: read together, and no other."""
    wanted = {key for keys in lists.values() for key in keys}
    found = WorkshopPage.objects.visible_to_all().with_details().in_bulk(wanted)
    return {name: [found[key] for key in keys if key in found] for name, keys in lists.items()}


def _year_wheel(workshops: list[WorkshopPage]) -> Wheel | None:
    """The wheel of the year of the first dated workshop; nothing to draw without dates."""
    dated = [workshop for workshop in workshops if workshop.earliest]
    if not dated:
        return None
    subjects = [", ".join(theme.short_label for theme in workshop.themes.all()) for workshop in dated]
    return draw(zip(dated, subjects, strict=True), dated[0].when.parts[0].year)
