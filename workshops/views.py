"""Public views of the calendar that are not pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.models import Theme
from workshops.filters import WorkshopFilter
from workshops.subscription import subscription


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """«S'abonner»: one address, and how to use it in each program."""
    theme = WorkshopFilter(request.GET).values().get("theme")
    context = {
        "trail": [("Ateliers", "/ateliers/"), ("S’abonner", "")],
        "themes": Theme.objects.all(),
        "chosen_theme": theme,
        "subscription": subscription(settings.WAGTAILADMIN_BASE_URL, theme),
    }
    return render(request, "workshops/subscribe.html", context)
