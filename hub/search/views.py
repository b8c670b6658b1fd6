"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.models import Theme
from hub.search.filters import SearchForm
from hub.search.results import find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/recherche/?q=…`: results of every kind; the term's definition on top."""
    form = SearchForm(request.GET)
    text = form.values().get("q", "")
    kind = form.values().get("type", "")
    context = {"text": text, "kind": kind, "themes": Theme.objects.all(), **find(text, kind, form, request)}
    return render(request, "search/search.html", context)
