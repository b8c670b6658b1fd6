"""The reviews of a page made from a proposal, in the administration. Buttons only: nothing by GET."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from casestudies.proposals.models import Proposal
from casestudies.proposals.provenance import PageProvenance
from casestudies.reviewing.actions import revoke_review_link, send_review_link
from casestudies.reviewing.forms import SendReviewForm
from casestudies.reviewing.models import ReviewLink
from hub.core.errors import ActionError

SEND = "Envoyer pour relecture"


def _act(request: HttpRequest, proposal: Proposal, act: Callable[[], str]) -> HttpResponse:
    """Do it, say what was done or why not, and show the proposal again."""
    try:
        messages.success(request, act())
    except ActionError as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("propositions:inspect", args=[proposal.pk]))


@require_admin_access
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the draft to be reviewed; an address to correct or confirm is shown on a page of its own."""
    line = get_object_or_404(PageProvenance.objects.select_related("page", "proposal"), proposal_id=pk)
    form = SendReviewForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "proposal_id": pk, "page_title": SEND, "header_title": SEND, "header_icon": "mail"}
        return render(request, "casestudies/admin/send_review.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def act() -> str:
        send_review_link(line.page, by=request.user, to=form.cleaned_data["to"])  # type: ignore[arg-type]  # signed in
        return "Le lien de relecture est parti. Il est valable trente jours."

    return _act(request, Proposal(pk=pk), act)


@require_admin_access
@require_POST
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Make a link useless."""
    line = get_object_or_404(PageProvenance, proposal_id=pk)
    found = get_object_or_404(ReviewLink.objects.select_related("page"), pk=link, page_id=line.page_id)

    def act() -> str:
        revoke_review_link(found, by=request.user)  # type: ignore[arg-type]  # signed in
        return "Le lien ne sert plus."

    return _act(request, Proposal(pk=pk), act)


def url_patterns() -> list[URLPattern]:
    """Beside the screens of proposals."""
    return [
        path("propositions/<int:pk>/relecture/", send, name="proposal_review"),
        path("propositions/<int:pk>/relecture/<int:link>/annuler/", revoke, name="proposal_review_revoke"),
    ]
