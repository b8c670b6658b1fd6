"""What the organisers' screens of one workshop have in common."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from hub.community.models import Member
from workshops.workshop.workshop import WorkshopPage


def heading(workshop: WorkshopPage, words: str) -> dict[str, Any]:
    """Every screen names the workshop, and leads back to its cockpit."""
    return {
        "page_title": f"{words} : {workshop.title}",
        "header_title": f"{words} : {workshop.title}",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("workshop_cockpit", args=[workshop.pk]), "label": workshop.title},
            {"url": "", "label": words},
        ],
    }


def organiser(request: HttpRequest) -> Member:
    """Who decides: nobody else enters the administration."""
    return cast("Member", request.user)
