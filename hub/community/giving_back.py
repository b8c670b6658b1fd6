"""«Rendre le second facteur», in the administration: one organiser decides for another, and all are told."""

from http import HTTPStatus
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hub.community.actions.sessions import give_back_second_factor, refuse_to_give_back
from hub.community.forms import GiveBackForm
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send


@read_or_send
@reauthentication_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then do it. Whoever decides proves first, again, their own second factor."""
    by, member = cast("Member", request.user), get_object_or_404(Member, pk=pk)
    if not by.has_perm("community.change_member"):
        raise PermissionDenied
    try:
        refuse_to_give_back(member, by=by)
    except NotAllowed as refusal:
        return _page(request, member, None, HTTPStatus.FORBIDDEN, refusal=str(refusal))
    form = GiveBackForm(request.POST) if request.method == "POST" else GiveBackForm()
    if not form.is_bound or not form.is_valid():
        return _page(request, member, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
    try:
        give_back_second_factor(member, by=by, reason=form.cleaned_data["reason"])
    except ActionError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, member, form, HTTPStatus.CONFLICT)
    messages.success(
        request, f"Le second facteur de {member} est retiré. Toutes les personnes qui organisent le savent."
    )
    return HttpResponseRedirect(reverse("wagtailusers_users:index"))


def _page(
    request: HttpRequest, member: Member, form: GiveBackForm | None, status: HTTPStatus, refusal: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "member": member,
        "refusal": refusal,
        "is_own": member.pk == request.user.pk,
        "is_alone": Member.objects.organisers().count() == 1,
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": "Membres"},
            {"url": request.path, "label": "Rendre le second facteur"},
        ],
        "header_title": f"Rendre le second facteur : {member}",
        "header_icon": "key",
    }
    return render(request, "community/admin/give_back.html", context, status=status)
