"""The page of a host or a speaker: whether they come, what may be recorded, what is awaited from them."""

from django.http import Http404, HttpRequest, HttpResponse


def own_contribution(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show it; take an answer by POST."""
    raise Http404
