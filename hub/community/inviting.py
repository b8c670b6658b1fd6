"""Inviting organisers, in the administration: who was invited, one address to add, a link to take back."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hub.community.actions.invitations import invite_organiser, revoke_invitation
from hub.community.enums import InvitationRole
from hub.community.forms import InviteForm
from hub.community.models import Invitation, Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send
from hub.mail.returns import with_returns


@read_or_send
def invite(request: HttpRequest) -> HttpResponse:
    """The pending invitations and the form that sends one more."""
    if not request.user.has_perm("community.add_invitation"):
        raise PermissionDenied
    form = InviteForm(request.POST) if request.method == "POST" else InviteForm()
    if not form.is_bound or not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
    try:
        invitation = invite_organiser(form.cleaned_data["email"], by=cast("Member", request.user))
    except ActionError as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form, HTTPStatus.CONFLICT)
    messages.success(request, f"Une invitation est envoyée à {invitation.email}. Elle est valable sept jours.")
    return HttpResponseRedirect(reverse("invite"))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one invitation back."""
    invitation = get_object_or_404(Invitation, pk=pk, role=InvitationRole.ORGANISER)
    try:
        revoke_invitation(invitation, by=cast("Member", request.user))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ActionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "L’invitation est retirée : son lien n’ouvre plus rien.")
    return HttpResponseRedirect(reverse("invite"))


def _page(request: HttpRequest, form: InviteForm, status: HTTPStatus) -> HttpResponse:
    pending = Invitation.objects.pending().filter(role=InvitationRole.ORGANISER).select_related("invited_by")
    context = {
        "form": form,
        "pending": with_returns(pending),
        "may_revoke": request.user.has_perm("community.change_invitation"),
        "breadcrumbs_items": [{"url": request.path, "label": "Inviter une personne"}],
        "header_title": "Inviter une personne",
        "header_icon": "mail",
    }
    return render(request, "community/admin/invite.html", context, status=status)
