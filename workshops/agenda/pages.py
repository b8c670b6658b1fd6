"""The calendar page, parent of all workshops."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from glossary.models import Theme
from hub.core.dates.when import When
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
        today = timezone.localdate()
        asked = WorkshopFilter(request.GET).values()
        chosen, month = asked.get("theme"), asked.get("mois")
        everything = WorkshopPage.objects.visible_to_all().with_details().in_order()
        workshops = everything.filter(themes=chosen) if chosen else everything
        if month:
            workshops = workshops.overlapping(month)
        to_come = list(workshops.to_come(today))
        still_open = [workshop for workshop in to_come if not workshop.is_closed]
        return {
            **super().get_context(request, *args, **kwargs),
            "chosen_theme": chosen,
            "chosen_month": month,
            "months": _months(everything.still_open().to_come(today)),
            "themes": Theme.objects.filter(workshops__in=everything).distinct(),
            "to_come": [workshop for workshop in to_come if workshop.when and not _is_fallback(workshop)],
            "to_define": [workshop for workshop in still_open if not workshop.when or _is_fallback(workshop)],
            "past": _past(workshops, today),
            "year_assumed": any(workshop.year_assumed and workshop.when for workshop in to_come),
            "cycle": Cycle.objects.filter(workshops__in=everything).first(),
            "year_wheel": _year_wheel(still_open),
            "subscription": subscription(settings.WAGTAILADMIN_BASE_URL, chosen),
            "themes_without_workshop": Theme.objects.exclude(workshops__in=everything),
        }


def _is_fallback(workshop: WorkshopPage) -> bool:
    return workshop.fallback_for_id is not None and not workshop.is_closed


def _months(workshops: WorkshopQuerySet) -> list[When]:
    """The months in which some workshop may take place, each once."""
    whens = workshops.values_list("when", flat=True)
    return sorted({When.parse(f"{year}-{month:02d}") for when in whens for year, month in when.months()})


def _past(workshops: WorkshopQuerySet, today: date) -> list[WorkshopPage]:
    return list(workshops.past(today).order_by("-latest", "-earliest", "uid"))


def _year_wheel(workshops: list[WorkshopPage]) -> Wheel | None:
    """The wheel of the year of the first dated workshop; nothing to draw without dates."""
    dated = [workshop for workshop in workshops if workshop.earliest]
    if not dated:
        return None
    subjects = [", ".join(theme.short_label for theme in workshop.themes.all()) for workshop in dated]
    return draw(zip(dated, subjects, strict=True), dated[0].when.parts[0].year)
