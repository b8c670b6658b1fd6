"""What a signed link shows: the room when it is time, a sentence before and after. Kept nowhere on the way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workshops.contributing.links import JOIN_SCOPE as CONTRIBUTOR_SCOPE
from workshops.contributing.links import contributor_behind
from workshops.contributing.links import private_path as contribution_path
from workshops.joining.doors import Door, closes_in_words, door_for_contributor, door_for_registrant
from workshops.joining.models import MeetingLink
from workshops.registering.links import JOIN_SCOPE, private_path, registration_behind
from workshops.workshop.workshop import WorkshopPage


@never_cache
@require_safe
def join(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The room, for who is registered."""
    row = registration_behind(pk, token, JOIN_SCOPE)
    return _page(request, row.desk.workshop, door_for_registrant(row, timezone.now()), private_path(row))


@never_cache
@require_safe
def join_contributor(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The room, for who holds the workshop; hosts read their notes."""
    row = contributor_behind(pk, token, CONTRIBUTOR_SCOPE)
    door = door_for_contributor(row, timezone.now())
    return _page(request, row.workshop, door, contribution_path(row), is_host=row.is_host)


def _page(
    request: HttpRequest, workshop: WorkshopPage, door: Door, own_path: str, *, is_host: bool = False
) -> HttpResponse:
    """`own_path` leads to the page of the person. The room is read only once the door is open."""
    context = {
        "workshop": workshop,
        "door": door,
        "own_path": own_path,
        "is_host": is_host,
        "room": MeetingLink.objects.filter(workshop=workshop).first() if door.is_open else None,
        "closes": closes_in_words(workshop),
    }
    response = render(request, "workshops/join.html", context)
    # The page has no form, which this policy would break: the provider learns nothing of where one comes from.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
