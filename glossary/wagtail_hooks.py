"""Words and themes in the menu of the administration; a word that texts open is not deleted."""

from itertools import islice
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from glossary.models import Term, pages_that_open
from glossary.viewsets import GlossaryViewSetGroup

register_snippet(GlossaryViewSetGroup)
#: Pages named before «et d’autres».
SHOWN = 8


@hooks.register("before_delete_snippet")
def keep_opened_terms(request: HttpRequest, instances: list[models.Model]) -> HttpResponse | None:
    """A term whose definition pages open stays, as long as it has one: no relation tells the database of it."""
    kept = []
    for term in instances:
        if not isinstance(term, Term):
            continue
        titles = [page.title for page in islice(pages_that_open(term), SHOWN + 1)]
        if titles:
            kept.append(term)
            more = " et d’autres" if len(titles) > SHOWN else ""
            messages.error(
                request,
                f"« {term} » n’est pas supprimé : sa définition s’ouvre dans {', '.join(titles[:SHOWN])}{more}. "
                "Pour le supprimer, videz d’abord sa définition : les pages ne l’ouvriront plus.",
            )
    if not kept:
        return None
    first: Any = kept[0]
    if len(instances) == 1:
        return redirect(first.snippet_viewset.get_url_name("edit"), first.pk)
    return redirect(first.snippet_viewset.get_url_name("list"))
