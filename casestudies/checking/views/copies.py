"""Copies of sources that are kept here."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from casestudies.evidence.source import Source
from hub.core.views import document


@require_safe
def source_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The copy of a source, as any document: saved by the browser, never shown in the name of the site."""
    found = get_object_or_404(Source.objects.select_related("copy"), pk=pk).copy
    if found is None:
        raise Http404
    return document(request, found.pk, found.filename)
