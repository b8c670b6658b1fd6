"""«Guide», in the administration: its chapters, and what is found in them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hub.core.forms import QueryForm, TextQueryField
from hub.guide.chapters import chapters
from hub.guide.searching import search

GUIDE = "Guide"


class GuideQuery(QueryForm):
    q = TextQueryField()


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The table of contents, or the paragraphs that were looked for."""
    asked = GuideQuery(request.GET).values().get("q", "")
    return _page(request, "guide/index.html", [GUIDE], {"asked": asked, "found": search(asked)})


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    found = chapters().get(slug)
    if found is None:
        raise Http404
    return _page(request, "guide/chapter.html", [GUIDE, found.title], {"chapter": found})


def _page(request: HttpRequest, template: str, way: list[str], context: dict[str, Any]) -> HttpResponse:
    """`way`: titles from the guide down to this page."""
    crumbs = [{"url": reverse("guide"), "label": title} for title in way]
    frame = {"header_title": way[-1], "header_icon": "help", "breadcrumbs_items": crumbs}
    return render(request, template, {**frame, "chapters": chapters().values(), **context})
