"""Public views of the calendar that are not pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from glossary.models import Theme
from hub.core.http import public_page
from hub.core.sites import path_of, section_path
from workshops.agenda.filters import WorkshopFilter
from workshops.agenda.running_order import running_order
from workshops.agenda.subscription import subscription
from workshops.workshop.workshop import WorkshopPage


@public_page
def subscribe(request: HttpRequest) -> HttpResponse:
    """«S'abonner»: one address, and how to use it in each program."""
    theme = WorkshopFilter(request.GET).values().get("theme")
    context = {
        "trail": [("Ateliers", section_path("ateliers")), ("S’abonner", "")],
        "themes": Theme.objects.all(),
        "chosen_theme": theme,
        "subscription": subscription(settings.WAGTAILADMIN_BASE_URL, theme),
    }
    return render(request, "workshops/subscribe.html", context)


@public_page
def show_running_order(request: HttpRequest, slug: str) -> HttpResponse:
    """The running order of a published workshop, to print on one page."""
    workshops = WorkshopPage.objects.visible_to_all().prefetch_related("agenda__authority", "partners")
    workshop = get_object_or_404(workshops, slug=slug)
    context = {
        "workshop": workshop,
        "order": running_order(workshop),
        "trail": [
            ("Ateliers", section_path("ateliers")),
            (workshop.title, path_of(workshop, request)),
            ("Conducteur", ""),
        ],
    }
    return render(request, "workshops/running_order.html", context)
