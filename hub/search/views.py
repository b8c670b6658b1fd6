"""The search page, and what it proposes while one types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.models import Theme
from hub.search.actions.misses import note_miss
from hub.search.catalogue import catalogue
from hub.search.filters import SearchAsked, SuggestionForm
from hub.search.results import search as results_of
from hub.search.suggesting import suggestions


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/recherche/?q=…`: results of every kind; the term's definition on top."""
    asked = SearchAsked(request.GET, catalogue().inventory, {})
    found = results_of(asked, request)
    if asked.text and not found["total"] and not asked.kind and not asked.chosen:
        note_miss(asked.text)
    context = {"text": asked.text, "kind": asked.kind, "themes": Theme.objects.all(), **found}
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`/recherche/suggestions/?q=…`: what begins so, for the field where one types."""
    return JsonResponse({"suggestions": suggestions(SuggestionForm(request.GET).text, request)})
