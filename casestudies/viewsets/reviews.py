"""From a proposal to its page, and the reviews of that page, in the administration. Buttons only: nothing by GET."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from casestudies.actions.pages import PREPARABLE, make_page
from casestudies.actions.reviews import revoke_review_link, send_review_link
from casestudies.forms.reviews import SendReviewForm
from casestudies.models import CaseStudyPage, PageProvenance, Proposal, ReviewLink, TestimonyPage
from hub.core.errors import ActionError

KINDS = {"testimony": TestimonyPage, "case-study": CaseStudyPage}


def page_panel(proposal: Proposal) -> dict[str, Any]:
    """What `casestudies/admin/proposal_page.html` shows: the page made from `proposal`, or how to make it."""
    line = PageProvenance.objects.filter(proposal=proposal).select_related("page").first()
    if line is None:
        return {"provenance": None, "may_prepare": proposal.state in PREPARABLE}
    links = list(ReviewLink.objects.filter(page=line.page).select_related("by"))
    still_open = set(ReviewLink.objects.filter(page=line.page).open_at(timezone.now()).values_list("pk", flat=True))
    return {
        "provenance": line,
        "review_links": [(link, link.pk in still_open) for link in links],
        "review_form": SendReviewForm(initial={"to": proposal.email}),
    }


def _act(request: HttpRequest, proposal: Proposal, act: Callable[[], str]) -> HttpResponse:
    """Do it, say what was done or why not, and show the proposal again."""
    try:
        messages.success(request, act())
    except ActionError as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("propositions:inspect", args=[proposal.pk]))


@require_admin_access
@require_POST
def prepare(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Make the draft; whoever pressed the button reads it next."""
    proposal = get_object_or_404(Proposal.objects.received(), pk=pk)
    try:
        page = make_page(proposal, by=request.user, kind=KINDS[kind])  # type: ignore[arg-type]  # signed in
    except ActionError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("propositions:inspect", args=[pk]))
    back = messages.button(reverse("propositions:inspect", args=[pk]), "Revenir à la proposition")
    words = "Le brouillon est prêt. Relisez-le, puis envoyez-le pour relecture depuis la proposition."
    messages.success(request, words, buttons=[back])
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@require_admin_access
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the draft to be reviewed."""
    line = get_object_or_404(PageProvenance.objects.select_related("page", "proposal"), proposal_id=pk)
    form = SendReviewForm(request.POST)

    def act() -> str:
        if not form.is_valid():
            raise ActionError(" ".join(str(error) for error in form.errors["to"]))
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
        path("propositions/<int:pk>/testimony/", prepare, {"kind": "testimony"}, name="proposal_testimony"),
        path("propositions/<int:pk>/case-study/", prepare, {"kind": "case-study"}, name="proposal_case_study"),
        path("propositions/<int:pk>/relecture/", send, name="proposal_review"),
        path("propositions/<int:pk>/relecture/<int:link>/annuler/", revoke, name="proposal_review_revoke"),
    ]
