"""The page of somebody who holds a workshop: by a private link, without account, script nor cookie."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hub.core.errors import ActionError, WrongState
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.agenda.running_order import running_order
from workshops.contributing.actions.own import answer_recording, answer_request
from workshops.contributing.consent_text import TEXTS, VERSION
from workshops.contributing.enums import Recording, Standing
from workshops.contributing.forms import OwnQuery
from workshops.contributing.links import contributor_behind
from workshops.contributing.models import Contributor
from workshops.workshop.workshop import WorkshopPage

#: What each button says.
COMES = {"confirm": Standing.CONFIRMED, "decline": Standing.DECLINED}
RECORDS = {"agree": Recording.AGREED, "refuse": Recording.REFUSED}


@never_cache
@csrf_exempt
@read_or_send
def own_contribution(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Confirm, decline, agree or not to be recorded: each a button, so that programs that open links do nothing."""
    row = contributor_behind(pk, token)
    if request.method != "POST":
        return _page(request, row)
    try:
        _say(row, decision_in(request.POST))
    except ActionError as refusal:
        return _page(request, contributor_behind(pk, token), str(refusal), HTTPStatus.CONFLICT)
    return HttpResponseRedirect(f"{request.path}?fait=dit", status=HTTPStatus.SEE_OTHER)


def _say(row: Contributor, decision: str) -> None:
    if decision in COMES:
        answer_request(row, COMES[decision])
    elif decision in RECORDS:
        answer_recording(row, RECORDS[decision])
    else:
        raise WrongState("La réponse n’est pas comprise : choisissez-la de nouveau.")


def _page(
    request: HttpRequest, row: Contributor, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    workshop = row.workshop
    visible = WorkshopPage.objects.visible_to_all().filter(pk=workshop.pk).exists()
    context = {
        "contributor": row,
        "workshop": workshop,
        "page_path": workshop.get_url() or "" if visible else "",
        "part": next((found for found in running_order(workshop).parts if found[0] == row.part), None),
        "is_over": row.is_over(timezone.now()),
        "consent": TEXTS[VERSION],
        "is_consent_current": row.recording_version in ("", VERSION),
        "refusal": refusal,
        "is_saved": not refusal and "fait" in OwnQuery(request.GET).values(),
    }
    return render(request, "workshops/contribution.html", context, status=status)
