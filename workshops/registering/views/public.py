"""Register, and the page of one's own registration. Neither needs an account nor a cookie."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hub.core.errors import ActionError
from hub.core.forms import decision_in, with_key
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place
from hub.core.sites import path_of, section_path
from workshops.registering.actions.asking import ask_to_register, change_registration
from workshops.registering.actions.seats import cancel_registration, confirm_registration
from workshops.registering.enums import RegistrationState
from workshops.registering.forms import OwnForm, OwnQuery, RegisterForm
from workshops.registering.links import registration_behind
from workshops.registering.models import Registration, RegistrationDesk
from workshops.workshop.workshop import WorkshopPage

#: From one place: a whole town hall may share an address.
REQUESTS_PER_HOUR = 60


@cache_control(private=True, no_cache=True)
@csrf_exempt
@read_or_send
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a seat. Nothing is taken before the button of the mail; the answer is the same for everybody."""
    desk = _desk(slug)
    form = RegisterForm(with_key(request.POST) if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        status = _ask(request, desk, form)
        if status is HTTPStatus.SEE_OTHER:
            return HttpResponseRedirect(reverse("register_thanks", args=[slug]), status=status)
    elif form.is_bound and form.looks_automatic:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    workshop = desk.workshop
    context = {
        "desk": desk,
        "workshop": workshop,
        "form": form,
        "takes": desk.takes(timezone.now()),
        "trail": [
            ("Ateliers", section_path("ateliers")),
            (workshop.title, path_of(workshop, request)),
            ("S’inscrire", ""),
        ],
    }
    return render(request, "workshops/register.html", context, status=status)


def _ask(request: HttpRequest, desk: RegistrationDesk, form: RegisterForm) -> HTTPStatus:
    if not allow_place("register", request, per_hour=REQUESTS_PER_HOUR):
        form.add_error(None, TOO_MANY)
        return HTTPStatus.TOO_MANY_REQUESTS
    try:
        ask_to_register(desk, key=form.cleaned_data["key"], email=form.cleaned_data["email"], typed=form.typed())
    except ActionError as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.SEE_OTHER


@require_safe
def register_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """The end of the form, the same for everybody."""
    return render(request, "workshops/register_thanks.html", {"workshop": _desk(slug).workshop})


@never_cache
@csrf_exempt
@read_or_send
def own_registration(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Confirm, change, cancel: each a button, so that programs that open every link of a mail do nothing."""
    row = registration_behind(pk, token)
    if request.method != "POST":
        return _own_page(request, row, OwnForm(initial=_said(row)))
    decision = decision_in(request.POST)
    try:
        if decision == "confirm":
            confirm_registration(row)
        elif decision == "cancel":
            cancel_registration(row)
        else:
            return _change(request, row)
    except ActionError as refusal:
        row = registration_behind(pk, token)
        return _own_page(request, row, OwnForm(initial=_said(row)), str(refusal), HTTPStatus.CONFLICT)
    return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)


def _change(request: HttpRequest, row: Registration) -> HttpResponse:
    form = OwnForm(request.POST)
    if not form.is_valid():
        return _own_page(request, row, form)
    change_registration(row, form.typed())
    return HttpResponseRedirect(f"{request.path}?fait=modifie", status=HTTPStatus.SEE_OTHER)


def _own_page(
    request: HttpRequest, row: Registration, form: OwnForm, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    others = row.desk.registrations.confirmed().filter(is_seen=True).exclude(pk=row.pk).order_by("name__french", "pk")
    has_seat = row.state == RegistrationState.CONFIRMED
    context = {
        "registration": row,
        "workshop": row.desk.workshop,
        "page_path": _page_path(row.desk.workshop),
        "form": form,
        "refusal": refusal,
        "takes": row.desk.takes(timezone.now()),
        "others": list(others) if has_seat else [],
        "is_saved": request.method != "POST" and "fait" in OwnQuery(request.GET).values(),
    }
    return render(request, "workshops/registration.html", context, status=status)


def _page_path(workshop: WorkshopPage) -> str:
    """The page of the workshop, while anybody may read it."""
    return workshop.get_url() or "" if WorkshopPage.objects.visible_to_all().filter(pk=workshop.pk).exists() else ""


def _said(row: Registration) -> dict[str, Any]:
    return {name: getattr(row, name) for name in OwnForm.base_fields}


def _desk(slug: str) -> RegistrationDesk:
    """Raises Http404 for a workshop without registrations, or that nobody may read."""
    visible = WorkshopPage.objects.visible_to_all().filter(slug=slug)
    desk = RegistrationDesk.objects.filter(workshop__in=visible.values("pk")).first()
    if desk is None:
        raise Http404
    desk.workshop = visible.with_details().get()
    return desk
