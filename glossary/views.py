"""Public views of the words that are not pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from glossary.models import Term
from hub.core.http import public_page
from hub.core.sites import section_path


@public_page
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term, with what it is not to be taken for."""
    terms = Term.objects.exclude(definition="").prefetch_related("see_also", "themes")
    chosen = get_object_or_404(terms, slug=slug)
    context = {"term": chosen, "trail": [("Glossaire", section_path("glossaire")), (chosen.name, "")]}
    return render(request, "glossary/term.html", context)
