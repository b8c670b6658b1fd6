"""The page where one says what one found in a workshop: by a private link, without account nor cookie."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hub.core.errors import ActionError
from hub.core.http import read_or_send
from workshops.thanking.actions import give_feedback
from workshops.thanking.forms import FeedbackForm, FeedbackQuery, said_by
from workshops.thanking.links import feedback_behind
from workshops.thanking.models import Feedback


@never_cache
@csrf_exempt
@read_or_send
def feedback(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Read and answer; everything may be changed for 30 days. A refused form loses nothing."""
    row = feedback_behind(pk, token)
    if request.method != "POST":
        return _page(request, row, FeedbackForm(initial=said_by(row)))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        give_feedback(row, form.said())
    except ActionError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{request.path}?fait=enregistre", status=HTTPStatus.SEE_OTHER)


def _page(request: HttpRequest, row: Feedback, form: FeedbackForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {
        "feedback": row,
        "workshop": row.desk.workshop,
        "form": form,
        "takes": timezone.now() < row.until,
        "is_saved": request.method != "POST" and "fait" in FeedbackQuery(request.GET).values(),
    }
    return render(request, "workshops/feedback.html", context, status=status)
