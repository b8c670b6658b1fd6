"""Pages behind private links: an authority reads a draft, an author changes their mind about the consent."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from wagtail.models import Revision

from casestudies.evidence.source import citations
from casestudies.reviewing.actions import CHANGED, answer_review, link_behind
from casestudies.reviewing.forms import ReviewForm
from casestudies.reviewing.models import ReviewLink, read_print
from hub.core.errors import ActionError, WrongState
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place

#: From one place: answers, good or not.
ANSWERS_PER_HOUR = 60


@never_cache
@csrf_protect
@read_or_send
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The draft that a review link opens, and one answer. Reading changes nothing."""
    link = link_behind(token)
    if link is None:
        raise Http404
    if not ReviewLink.objects.filter(pk=link.pk).open_at(timezone.now()).exists():
        status = HTTPStatus.OK if link.answered_at else HTTPStatus.GONE
        return render(request, "casestudies/review_closed.html", {"link": link}, status=status)
    if request.method != "POST":
        return _draft(request, link, ReviewForm(initial={"revision": link.page.latest_revision_id}))
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _draft(request, link, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not allow_place("review", request, per_hour=ANSWERS_PER_HOUR):
        form.add_error(None, TOO_MANY)
        return _draft(request, link, form, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        _answer(link, form.cleaned_data)
    except ActionError as refusal:
        form.add_error(None, str(refusal))
        return _draft(request, link, form, HTTPStatus.CONFLICT)
    return HttpResponseRedirect(request.path)


def _answer(link: ReviewLink, data: dict[str, Any]) -> None:
    read = Revision.objects.filter(pk=data["revision"], object_id=str(link.page_id)).first()
    if read is None:
        raise WrongState(CHANGED)
    answer_review(link, answer=data["answer"], revision=read, comment=data["comment"], read=data["read"])


def _draft(request: HttpRequest, link: ReviewLink, form: ReviewForm, status: int = HTTPStatus.OK) -> HttpResponse:
    draft = link.page.get_latest_revision_as_object()
    read = read_print(draft)  # before pictures are put in it
    draft.load_pictures()
    context = {
        "draft": draft,
        "link": link,
        "form": form,
        # The version shown is the latest, even when the answer was about a former one.
        "revision": link.page.latest_revision_id,
        "read": read,
        **citations(draft.diptych_sources()),
    }
    return render(request, "casestudies/review.html", context, status=status)
