"""What an author sees behind the private link: where the proposal stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from casestudies.links import proposal_behind


@never_cache
@csrf_protect
@require_safe
def follow(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """State, history and reasons of one proposal."""
    proposal = proposal_behind(pk, token)
    if proposal is None:
        raise Http404
    return render(request, "casestudies/follow.html", {"proposal": proposal, "events": list(proposal.events.all())})
