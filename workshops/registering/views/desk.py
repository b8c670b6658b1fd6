"""The organisers' screen of the registrations of one workshop: rules, people, what is decided about them."""

import io
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from hub.core.tabular import FORMATS
from hub.french.numbers import pluriel
from workshops.planning.views.screen import heading, organiser
from workshops.registering.actions import desk as acts
from workshops.registering.enums import RegistrationState
from workshops.registering.exports import ATTENDANCE
from workshops.registering.forms import AddForm, RulesForm, SeenRules, WriteForm, chosen_people
from workshops.registering.models import Registration, RegistrationDesk
from workshops.workshop.workshop import WorkshopPage

#: Groups of people in the order in which organisers look for them.
GROUPS = (
    RegistrationState.TO_APPROVE,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITING,
    RegistrationState.ASKED,
    RegistrationState.CANCELLED,
    RegistrationState.REFUSED,
)
#: What the buttons under the list do to each chosen registration.
ACTS: dict[str, tuple[str, Callable[..., object]]] = {
    "present": ("Présence notée", lambda row, by: acts.mark_presence(row, has_come=True, by=by)),
    "absent": ("Absence notée", lambda row, by: acts.mark_presence(row, has_come=False, by=by)),
    "approve": ("Inscription validée", acts.approve),
    "refuse": ("Inscription refusée", acts.refuse),
    "cancel": ("Inscription annulée", acts.cancel),
}


@read_or_send
def registrations(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who comes; take one decision by POST. A refused one loses nothing of what was typed."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    desk = RegistrationDesk.objects.filter(workshop=workshop).first()
    if request.method != "POST":
        return _page(request, workshop, desk)
    decision = decision_in(request.POST)
    known: dict[str, Callable[..., HttpResponse]] = {"rules": _rules, "add": _add, "write": _write}
    act = known.get(decision, _each if decision in ACTS else _unknown)
    try:
        return act(request, workshop, desk)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, workshop, _again(desk), status, typed=decision)


def _rules(request: HttpRequest, workshop: WorkshopPage, desk: RegistrationDesk | None) -> HttpResponse:
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _refused(request, workshop, desk, "rules")
    acts.set_rules(workshop, form.rules(), seen=SeenRules(request.POST).seen(), by=organiser(request))
    return _done(request, "Les réglages des inscriptions sont enregistrés.")


def _add(request: HttpRequest, workshop: WorkshopPage, desk: RegistrationDesk | None) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid():
        return _refused(request, workshop, desk, "add")
    row = acts.add_registration(_needed(desk), by=organiser(request), **form.cleaned_data)
    return _done(request, f"{row.name} : {row.get_state_display().lower()}. Un message le lui dit.")


def _write(request: HttpRequest, workshop: WorkshopPage, desk: RegistrationDesk | None) -> HttpResponse:
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _refused(request, workshop, desk, "write")
    data = form.cleaned_data
    rows = _chosen(request, _needed(desk))
    count = acts.write_to(
        _needed(desk), rows, subject=data["subject"], text=data["text"], key=str(data["key"]), by=organiser(request)
    )
    return _done(request, f"{count} {pluriel(count, 'message part,messages partent')}.")


def _each(request: HttpRequest, workshop: WorkshopPage, desk: RegistrationDesk | None) -> HttpResponse:
    """The same decision about each chosen person; those that changed meanwhile are told apart."""
    words, act = ACTS[decision_in(request.POST)]
    rows = _chosen(request, _needed(desk))
    if not rows:
        raise WrongState("Choisissez d’abord une ou plusieurs personnes dans la liste.")
    done = 0
    for row in rows:
        try:
            act(row, by=organiser(request))
            done += 1
        except WrongState as refusal:
            messages.warning(request, f"{row.name} : {refusal}")
    if done:
        messages.success(request, f"{words} : {done}.")
    return HttpResponseRedirect(request.path)


def _unknown(request: HttpRequest, workshop: WorkshopPage, desk: RegistrationDesk | None) -> HttpResponse:
    raise WrongState("La décision n’est pas comprise : choisissez-la de nouveau.")


def _chosen(request: HttpRequest, desk: RegistrationDesk) -> list[Registration]:
    return list(
        desk.registrations.filter(pk__in=chosen_people(request.POST)).select_related("desk__workshop").in_order()
    )


def _needed(desk: RegistrationDesk | None) -> RegistrationDesk:
    if desk is None:
        raise WrongState("Ouvrez d’abord les inscriptions.")
    return desk


def _again(desk: RegistrationDesk | None) -> RegistrationDesk | None:
    return desk and RegistrationDesk.objects.filter(pk=desk.pk).first()


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(request.path)


def _refused(request: HttpRequest, workshop: WorkshopPage, desk: RegistrationDesk | None, typed: str) -> HttpResponse:
    messages.error(request, "Rien n’est enregistré : corrigez ce qui est signalé.")
    return _page(request, workshop, desk, HTTPStatus.UNPROCESSABLE_ENTITY, typed=typed)


# ---------------------------------------------------------------- the screen
def _page(
    request: HttpRequest,
    workshop: WorkshopPage,
    desk: RegistrationDesk | None,
    status: HTTPStatus = HTTPStatus.OK,
    typed: str = "",
) -> HttpResponse:
    """`typed` is the form that was refused: it is shown with what it carried."""
    rules = {name: getattr(desk, name) for name in RulesForm.base_fields} if desk else {}
    rows = list(desk.registrations.select_related("member").order_by("since", "pk")) if desk else []
    data = request.POST if typed else None
    context = {
        "workshop": workshop,
        "desk": desk,
        "rules_form": RulesForm(data if typed == "rules" else None, initial=rules or None),
        "seen_form": SeenRules(initial=rules) if desk else None,
        "add_form": AddForm(data if typed == "add" else None),
        "write_form": WriteForm(data if typed == "write" else None, initial={"key": uuid.uuid4()}),
        "groups": [(state.label, found) for state in GROUPS if (found := [row for row in rows if row.state == state])],
        "chosen": chosen_people(request.POST),
        **heading(workshop, "Inscriptions"),
    }
    return render(request, "workshops/admin/registrations.html", context, status=status)


@require_safe
def registrations_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The list to take away; needs stay on the screen. No copy is kept on the way."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if extension not in FORMATS:
        raise Http404
    desk = get_object_or_404(RegistrationDesk, workshop=workshop)
    media_type, write = FORMATS[extension]
    rows = ATTENDANCE.rows(desk.registrations.in_order())
    name = f"inscriptions-{workshop.slug}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    written = io.BytesIO()
    write(written, ATTENDANCE, rows, timezone.localdate())
    return HttpResponse(written.getvalue(), content_type=media_type, headers=headers)
