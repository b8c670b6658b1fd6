"""«En direct»: the organisers' screen while a workshop takes place, on a laptop and on a phone."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hub.core.dates.moments import in_hours
from hub.core.enums import Half
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.leading.actions import asking, running
from workshops.leading.actions.noting import OtherWrote, keep_notes
from workshops.leading.forms import MomentForm, NoteForm, QuestionForm, notes_in, number_in, typed_in
from workshops.leading.meeting import Part, after, parts_of, people_of, session_of
from workshops.leading.models import MeetingNote
from workshops.planning.views.screen import heading, organiser
from workshops.registering.actions.desk import mark_presence
from workshops.registering.models import Registration
from workshops.workshop.workshop import WorkshopPage

UNKNOWN = "Le bouton n’est pas compris. Rechargez la page."
#: What a button tells after its name: «asked:1:r12».
Rest = list[str]
Act = Callable[[HttpRequest, WorkshopPage, Rest], str]


class Refused(Exception):  # noqa: N818 -- reads as the sentence it stands for
    """What was typed can't be kept as it is."""


@never_cache
@read_or_send
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the workshop stands; every button brings the notes along, so that none is lost without script."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if request.method != "POST":
        return _page(request, workshop)
    if request.headers.get("Accept") == "application/json":
        return _told(request, workshop)
    refusals, conflicts = _keep(request, workshop)
    status, place = HTTPStatus.CONFLICT, ""
    try:
        place = _act(request, workshop)
    except Refused as refusal:
        refusals, status = [*refusals, str(refusal)], HTTPStatus.UNPROCESSABLE_ENTITY
    except ActionError as refusal:
        refusals = [*refusals, str(refusal)]
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else status
    if refusals:
        return _page(request, workshop, refusals, conflicts, status)
    return HttpResponseRedirect(f"{request.path}{place}")


# ---------------------------------------------------------------- notes
def _told(request: HttpRequest, workshop: WorkshopPage) -> JsonResponse:
    """The script sends the notes of one part, and gets a sentence."""
    notes = list(notes_in(request.POST).items())
    if len(notes) != 1 or not notes[0][1].is_valid():
        words = next((str(error[0]) for _, form in notes for error in form.errors.values()), UNKNOWN)
        return JsonResponse({"error": words}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    part, form = notes[0]
    try:
        note = keep_notes(workshop, form.written(part), by=organiser(request))
    except OtherWrote as other:
        theirs = {"error": str(other), "theirs": other.theirs.text, "version": other.theirs.version}
        return JsonResponse(theirs, status=HTTPStatus.CONFLICT)
    except NotAllowed as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.FORBIDDEN)
    return JsonResponse({"saved": saved_words(note), "version": note.version})


def saved_words(note: MeetingNote) -> str:
    return f"Enregistré à {in_hours(note.saved_at)}"


def _keep(request: HttpRequest, workshop: WorkshopPage) -> tuple[list[str], dict[int, MeetingNote]]:
    """Keep the notes that came with a button. Gives what was refused, and what others wrote meanwhile."""
    refusals: list[str] = []
    conflicts: dict[int, MeetingNote] = {}
    for part, form in notes_in(request.POST).items():
        if not form.is_valid():
            refusals += [str(error[0]) for error in form.errors.values()]
            continue
        try:
            keep_notes(workshop, form.written(part), by=organiser(request))
        except OtherWrote as other:
            refusals.append(str(other))
            conflicts[part] = other.theirs
        except NotAllowed as refusal:
            refusals.append(str(refusal))
    return list(dict.fromkeys(refusals)), conflicts


# ---------------------------------------------------------------- buttons
def _act(request: HttpRequest, workshop: WorkshopPage) -> str:
    """Do what the button says; gives the place of the page to come back to."""
    name, *rest = decision_in(request.POST).split(":")
    known: dict[str, Act] = {
        "notes": lambda *_: "",
        "begin": _begin,
        "next": _next,
        "more": _more,
        "hand": _hand,
        "question": _question,
        "asked": _mark,
        "unasked": _mark,
        "here": _presence,
        "away": _presence,
    }
    if name not in known:
        raise WrongState(UNKNOWN)
    return known[name](request, workshop, rest)


def _begin(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    running.begin(workshop, by=organiser(request), moment=number_in(rest[0]) if rest else None)
    return ""


def _next(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    running.go_on(workshop, seen=_seen(request), by=organiser(request))
    return ""


def _more(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    running.add_minutes(workshop, seen=_seen(request), by=organiser(request))
    return ""


def _hand(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    running.take_hand(workshop, by=organiser(request))
    return ""


def _seen(request: HttpRequest) -> int | None:
    form = MomentForm(request.POST)
    return form.cleaned_data["seen"] if form.is_valid() else None


def _question(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    part = _part(rest)
    form = QuestionForm(request.POST, prefix=f"q{part}")
    if not form.is_valid():
        raise Refused(next(str(error[0]) for error in form.errors.values()))
    typed = form.cleaned_data
    asking.add_question(workshop, part=part, text=typed["question"], key=typed["key"], by=organiser(request))
    return f"#questions-{part}"


def _mark(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    part = _part(rest)
    asked = decision_in(request.POST).startswith("asked")
    asking.mark_question(workshop, name="".join(rest[1:]), part=part, asked=asked, by=organiser(request))
    return f"#questions-{part}"


def _presence(request: HttpRequest, workshop: WorkshopPage, rest: Rest) -> str:
    person = Registration.objects.filter(desk__workshop=workshop, pk=number_in("".join(rest)) or 0)
    row = person.select_related("desk__workshop").first()
    if row is None:
        raise WrongState("Cette personne n’est plus inscrite.")
    mark_presence(row, has_come=decision_in(request.POST).startswith("here"), by=organiser(request))
    return "#presence"


def _part(rest: Rest) -> int:
    part = number_in(rest[0]) if rest else None
    if part not in Half.values:
        raise WrongState(UNKNOWN)
    return part


# ---------------------------------------------------------------- the screen
def _page(
    request: HttpRequest,
    workshop: WorkshopPage,
    refusals: list[str] | None = None,
    conflicts: dict[int, MeetingNote] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """A refused form shows what it carried, beside what others wrote. The script asks for the body only."""
    session, people = session_of(workshop), people_of(workshop)
    is_running = session is not None and session.ended_at is None
    context = {
        "workshop": workshop,
        "session": session,
        "is_running": is_running,
        "following": after(workshop, session.moment) if session and session.moment else None,
        "has_hand": session is not None and session.led_by_id in (None, request.user.pk),
        "parts": [
            _shown(request, part, (conflicts or {}).get(part.half), typed=bool(refusals))
            for part in parts_of(workshop, session, people)
        ],
        "people": people,
        "here": sum(bool(person.has_come) for person in people),
        "refusals": refusals or [],
        "now": timezone.now(),
        **heading(workshop, "En direct"),
    }
    is_script = request.headers.get("X-Requested-With") == "fetch"
    template = "workshops/admin/live_body.html" if is_script else "workshops/admin/live.html"
    return render(request, template, context, status=status)


def _shown(request: HttpRequest, part: Part, theirs: MeetingNote | None, *, typed: bool) -> dict[str, Any]:
    """One part on the screen. `typed`: what the refused form carried is shown again."""
    note_text, question = typed_in(request.POST, part.half) if typed else (None, "")
    return {
        "part": part,
        "note_form": NoteForm.of(part.note, note_text),
        "saved": saved_words(part.note) if part.note.pk else "",
        "is_unsaved": note_text is not None and note_text.strip() != part.note.text,
        "theirs": theirs.text if theirs else "",
        "question_form": QuestionForm(prefix=f"q{part.half}", initial={"question": question}),
    }
