"""From a proposal to its page, in the administration. A button: nothing by GET."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from casestudies.moderating.actions.make_page import PREPARABLE, make_page
from casestudies.proposals.models import Proposal
from casestudies.proposals.provenance import PageProvenance
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.testimony import TestimonyPage
from casestudies.reviewing.forms import SendReviewForm
from casestudies.reviewing.models import ReviewLink
from hub.core.errors import ActionError
from hub.mail.returns import with_returns

KINDS = {"testimony": TestimonyPage, "case-study": CaseStudyPage}


def page_panel(proposal: Proposal) -> dict[str, Any]:
    """What `casestudies/admin/proposal_page.html` shows: the page made from `proposal`, or how to make it."""
    line = PageProvenance.objects.filter(proposal=proposal).select_related("page").first()
    if line is None:
        is_kept = proposal.state in PREPARABLE
        return {"provenance": None, "may_prepare": is_kept and proposal.is_proved, "waits_for_proof": is_kept}
    reviewed = ReviewLink.objects.filter(page=line.page).select_related("by", "revision")
    links = with_returns(reviewed, "sent_to")
    draft = line.page.get_latest_revision_as_object()
    still_open = set(ReviewLink.objects.filter(page=line.page).open_at(timezone.now()).values_list("pk", flat=True))
    return {
        "provenance": line,
        "review_links": [(link, link.pk in still_open, link.answered_at and link.is_about(draft)) for link in links],
        "review_form": SendReviewForm(initial={"to": proposal.email}),
    }


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


def url_patterns() -> list[URLPattern]:
    """Beside the screen of one proposal."""
    return [
        path("propositions/<int:pk>/testimony/", prepare, {"kind": "testimony"}, name="proposal_testimony"),
        path("propositions/<int:pk>/case-study/", prepare, {"kind": "case-study"}, name="proposal_case_study"),
    ]
