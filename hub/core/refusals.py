"""The page of a form refused because it was too old."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hub.core.forms import typed_texts

#: How Django says that the form stood on another site.
FROM_ELSEWHERE = tuple(reason.partition("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old: give back what was typed. What came from another site is not shown as if it were ours."""
    texts = [] if reason.startswith(FROM_ELSEWHERE) else typed_texts(request)
    context = {"texts": texts, "form_path": request.get_full_path() if texts else ""}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
