"""The calendar page, parent of all workshops."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from glossary.models import Theme
from hub.core.models import BasePage
from workshops.filters import WorkshopFilter
from workshops.models.cycle import Cycle
from workshops.models.workshop import WorkshopPage


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
        chosen = WorkshopFilter(request.GET).values().get("theme")
        everything = WorkshopPage.objects.visible_to(request.user).with_details().in_order()
        workshops = everything.filter(themes=chosen) if chosen else everything
        to_come = [workshop for workshop in workshops.to_come(today) if not workshop.is_closed]
        return {
            **super().get_context(request, *args, **kwargs),
            "chosen_theme": chosen,
            "themes": Theme.objects.filter(workshops__in=everything).distinct(),
            "to_come": [workshop for workshop in to_come if workshop.when and not workshop.fallback_for_id],
            "to_define": [workshop for workshop in to_come if not workshop.when or workshop.fallback_for_id],
            "past": _past(workshops, today),
            "cycle": Cycle.objects.filter(workshops__in=everything).first(),
            "themes_without_workshop": Theme.objects.exclude(workshops__in=everything),
        }


def _past(workshops: Any, today: date) -> list[WorkshopPage]:
    return list(workshops.past(today).order_by("-latest", "-earliest", "uid"))
