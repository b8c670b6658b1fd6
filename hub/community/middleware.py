"""Nobody enters the administration without a second factor, except where settings say so."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.auth import require_admin_access


class SecondFactorMiddleware:
    """Sends an organiser without a second factor to the page where one is set up.

    Whoever has one has proved it at sign-in: allauth asks for it before the session is opened.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = f"/{settings.ADMIN_PATH}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        guarded = settings.ADMIN_REQUIRES_SECOND_FACTOR and request.path_info.startswith(self.admin)
        if guarded and _is_unprotected_organiser(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def organisers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view outside the administration: the same door, the same second factor."""
    behind_the_door = require_admin_access(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.ADMIN_REQUIRES_SECOND_FACTOR and _is_unprotected_organiser(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return behind_the_door(request, *args, **kwargs)

    return guarded


def _is_unprotected_organiser(person: Any) -> bool:
    """The administration itself refuses plain members: a second factor would be of no use to them."""
    return person.is_authenticated and not is_mfa_enabled(person) and person.is_organiser
