"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.search.filters import SearchForm
from hub.search.results import find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/recherche/?q=…`: results of every kind; the term's definition on top."""
    form = SearchForm(request.GET)
    text = form.values().get("q", "")
    kind = form.values().get("type", "")
    return render(request, "search/search.html", {"text": text, "kind": kind, **find(text, kind, form, request.user)})
