"""The private link of an author, ended by an organiser: a page that says what happens, and its button."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from casestudies.moderating.actions.links import revoke_link
from casestudies.moderating.viewsets.access import crumbs, readers_only, status_of
from casestudies.proposals.models import Proposal
from hub.community.models import Member
from hub.core.errors import ActionError
from hub.core.http import read_or_send

DONE = "Le lien est annulé. La personne peut en recevoir un nouveau à son adresse."


@never_cache
@readers_only
@read_or_send
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end the links of one proposal."""
    proposal = get_object_or_404(Proposal.objects.received(), pk=pk)
    back = reverse("propositions:inspect", args=[pk])
    status = 200
    if request.method == "POST":
        try:
            revoke_link(proposal, by=cast("Member", request.user))  # nobody else enters the administration
        except ActionError as refusal:
            messages.error(request, str(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, DONE)
            return HttpResponseRedirect(back)
    context = {
        "proposal": proposal,
        "back": back,
        "may_decide": request.user.has_perm("casestudies.change_proposal"),
        "header_title": "Annuler le lien personnel",
        "header_icon": "mail",
        "breadcrumbs_items": crumbs((back, proposal.organisation or "Sans nom"), (request.path, "Annuler le lien")),
    }
    return render(request, "casestudies/admin/proposal_link.html", context, status=status)
