"""«Quitter l’équipe», in the administration: to whom one hands over, after a fresh proof of the second factor."""

from http import HTTPStatus
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hub.community.actions.leaving import leave_team, refuse_to_leave
from hub.community.forms import LeaveForm
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send


@read_or_send
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    member = cast("Member", request.user)
    try:
        refuse_to_leave(member)
    except ActionError as refusal:
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, None, status, refusal=str(refusal))
    form = LeaveForm(request.POST if request.method == "POST" else None, member=member)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
    try:
        leave_team(member, to=form.cleaned_data["to"])
    except ActionError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, HTTPStatus.CONFLICT)
    request.session.flush()
    messages.success(request, "Vous avez quitté l’équipe. Merci ! Votre compte de membre reste ouvert.")
    return HttpResponseRedirect(reverse("account_request_login_code"))


def _page(request: HttpRequest, form: LeaveForm | None, status: HTTPStatus, refusal: str = "") -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": "Membres"},
            {"url": request.path, "label": "Quitter l’équipe"},
        ],
        "header_title": "Quitter l’équipe",
        "header_icon": "logout",
    }
    return render(request, "community/admin/leave.html", context, status=status)
