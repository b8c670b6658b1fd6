"""What a signed link shows: the room when it is time, a sentence before and after."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def join(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The room, for who is registered."""
    raise Http404


@require_safe
def join_contributor(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The room, for who holds the workshop."""
    raise Http404
