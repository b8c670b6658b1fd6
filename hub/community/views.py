"""Public views about accounts."""

from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from hub.community.actions import invitations, sessions
from hub.community.forms import CONSENT_VERSION, OpenAccountForm
from hub.community.models import Invitation, Member
from hub.core.errors import WrongState
from hub.core.forms import WayBack
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place

#: Requests for an account from one place.
REQUESTS_PER_HOUR = 20
#: Lines of the security log that people see of their own account.
SHOWN_EVENTS = 10


@never_cache
@require_safe
def admin_access(request: HttpRequest) -> HttpResponse:
    """Where the administration sends those it does not let in.

    Somebody unknown goes to the sign-in page, then to the screen that was asked for; a signed-in person without access
    is told so, instead of looping.
    """
    if request.user.is_authenticated:
        return render(request, "community/no_access.html", status=HTTPStatus.FORBIDDEN)
    asked = WayBack(request.GET).address()
    return HttpResponseRedirect(
        reverse("account_request_login_code") + (f"?{urlencode({'next': asked})}" if asked else "")
    )


@cache_control(private=True, no_cache=True)
@csrf_protect
@read_or_send
def open_account(request: HttpRequest) -> HttpResponse:
    """Ask for an account. The answer is the same for everybody: only the mail tells whether there was one already."""
    form = OpenAccountForm(request.POST) if request.method == "POST" else OpenAccountForm()
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        if allow_place("open_account", request, per_hour=REQUESTS_PER_HOUR):
            data = form.cleaned_data
            invitations.request_account(
                data["email"],
                first_name=data["first_name"],
                last_name=data["last_name"],
                consent_version=CONSENT_VERSION,
            )
            return HttpResponseRedirect(reverse("open_account_sent"))
        form.add_error(None, TOO_MANY)
        status = HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "community/open_account.html", {"form": form}, status=status)


@never_cache
@require_safe
def open_account_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "community/open_account_sent.html")


@never_cache
@csrf_protect
@read_or_send
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page a mailed link leads to. Reading it changes nothing: programs that check mails follow links too."""
    invitation = Invitation.objects.by_token(token).pending().first()
    if invitation is None:
        return _link_gone(request, invitations.GONE)
    if request.method != "POST":
        return render(request, "community/accept_invitation.html", {"invitation": invitation})
    try:
        member = invitations.accept_invitation(token)
    except WrongState as refusal:
        return _link_gone(request, str(refusal))
    return perform_login(request, member, redirect_url=reverse(_first_page(member)))


def _first_page(member: Member) -> str:
    if not member.is_organiser:
        return "my_space"
    return "wagtailadmin_home" if is_mfa_enabled(member) else "mfa_index"


def _link_gone(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "community/link_gone.html", {"reason": reason}, status=HTTPStatus.GONE)


@never_cache
@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """One's own account: second factor, what happened lately, «se déconnecter partout»."""
    member = cast("Member", request.user)
    context = {"has_second_factor": is_mfa_enabled(member), "events": member.security_events.all()[:SHOWN_EVENTS]}
    return render(request, "community/security.html", context)


@never_cache
@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of who asks, this one included."""
    member = cast("Member", request.user)
    sessions.sign_out_everywhere(member, by=member)
    request.session.flush()
    messages.success(request, "Toutes vos sessions sont fermées, sur tous vos appareils.")
    return HttpResponseRedirect(reverse("account_request_login_code"))
