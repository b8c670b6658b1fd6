"""Private links themselves: confirm the address, have them sent again, replace them."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from casestudies.proposals.links import Access, private_path, proposal_behind
from casestudies.proposals.models import Proposal
from casestudies.proposing.actions.links import confirm_address, renew_link, send_links
from casestudies.proposing.forms.follow import AddressForm
from casestudies.proposing.views.opening import other_page
from hub.core.errors import ActionError
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place

#: Requests for links from one place.
LINKS_PER_HOUR = 20


@never_cache
@csrf_exempt
@read_or_send
def confirm(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """«Est-ce bien votre adresse ?»: reading changes nothing, so that programs that open links confirm nothing."""
    proposal, access = proposal_behind(pk, token)
    if access is Access.TO_CONFIRM and request.method == "POST":
        confirm_address(proposal)
        proposal, access = proposal_behind(pk, token)
    if access is Access.OPEN:
        return HttpResponseRedirect(private_path(proposal))
    return other_page(request, proposal, access, token)


@never_cache
@csrf_exempt
@read_or_send
def renew(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Replace a link that works, by a new one; or a link that ended, by a mail to the address of the proposal."""
    proposal, access = proposal_behind(pk, token)
    if access not in {Access.OPEN, Access.EXPIRED}:
        return other_page(request, proposal, access, token)
    if request.method != "POST":
        return _ask(request, proposal, access, token)
    try:
        renew_link(proposal)
    except ActionError as refusal:
        return _ask(request, proposal, access, token, str(refusal))
    if access is Access.OPEN:
        return HttpResponseRedirect(private_path(proposal))
    return render(request, "casestudies/link_mailed.html")


def _ask(request: HttpRequest, proposal: Proposal, access: Access, token: str, refusal: str = "") -> HttpResponse:
    if access is Access.EXPIRED and not refusal:
        return other_page(request, proposal, access, token)
    context = {
        "refusal": refusal,
        "action": request.path,
        "follow_path": private_path(proposal) if access is Access.OPEN else "",
    }
    status = HTTPStatus.TOO_MANY_REQUESTS if refusal else HTTPStatus.OK
    return render(request, "casestudies/link_replace.html", context, status=status)


@never_cache
@csrf_exempt
@read_or_send
def links(request: HttpRequest) -> HttpResponse:
    """«Renvoyer un lien»: the same answer whether the address is known or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    is_asked, status = form.is_bound and form.is_valid(), HTTPStatus.OK
    if is_asked and not allow_place("proposal_links", request, per_hour=LINKS_PER_HOUR):
        form.add_error(None, TOO_MANY)
        is_asked, status = False, HTTPStatus.TOO_MANY_REQUESTS
    if is_asked:
        send_links(form.cleaned_data["email"])
    return render(request, "casestudies/follow_links.html", {"form": form, "is_asked": is_asked}, status=status)
