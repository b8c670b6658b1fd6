"""The page where one answers: by a private link, without account nor cookie."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hub.core.dates.moments import in_hours
from hub.core.errors import ActionError
from hub.core.http import read_or_send
from workshops.polls.actions import answer_slots
from workshops.polls.enums import Choice
from workshops.polls.forms import AnswerQuery, choices_in
from workshops.polls.links import invitee_behind
from workshops.polls.models import PollInvitee
from workshops.polls.tally import tallies


@never_cache
@csrf_exempt
@read_or_send
def answer(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Read and answer. The script sends one answer at a time and gets a sentence; the button sends them all."""
    invitee = invitee_behind(pk, token)
    is_script = request.headers.get("Accept") == "application/json"
    if request.method != "POST":
        return _page(request, invitee)
    try:
        at = answer_slots(invitee, choices_in(request.POST))
    except ActionError as refusal:
        if is_script:
            return JsonResponse({"error": str(refusal)}, status=HTTPStatus.CONFLICT)
        return _page(request, invitee, str(refusal), HTTPStatus.CONFLICT)
    if is_script:
        return JsonResponse({"saved": f"Enregistré à {in_hours(at)}"})
    return HttpResponseRedirect(f"{request.path}?fait=enregistre", status=HTTPStatus.SEE_OTHER)


def _page(
    request: HttpRequest, invitee: PollInvitee, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """A refused form shows the answers that it carried."""
    poll = invitee.poll
    kept = {answer.slot_id: answer for answer in invitee.answers.all()}
    typed = choices_in(request.POST) if refusal else {}
    rows: list[dict[str, Any]] = [
        {
            "slot": tally.slot,
            "tally": tally,
            "chosen": typed.get(tally.slot.pk) or (kept[tally.slot.pk].choice if tally.slot.pk in kept else ""),
            "at": kept[tally.slot.pk].at if tally.slot.pk in kept else None,
        }
        for tally in tallies(poll)
    ]
    context = {
        "poll": poll,
        "workshop": poll.workshop,
        "rows": rows,
        "choices": Choice.choices,
        "takes": poll.takes_answers(timezone.now()),
        "answered": poll.invitees.filter(answered_at__isnull=False).count(),
        "asked": poll.invitees.count(),
        "refusal": refusal,
        "is_saved": "fait" in AnswerQuery(request.GET).values(),
    }
    return render(request, "workshops/poll.html", context, status=status)
