"""Public views about accounts."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def admin_access(request: HttpRequest) -> HttpResponse:
    """Where the administration sends those it does not let in.

    Somebody unknown goes to the sign-in page; a signed-in person without access is told so, instead of looping.
    """
    if request.user.is_authenticated:
        return render(request, "community/no_access.html", status=HTTPStatus.FORBIDDEN)
    return HttpResponseRedirect(f"{reverse('account_request_login_code')}?{urlencode({'next': '/mon-espace/'})}")
