"""What was known of an assembly at a given date, and everything ever known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from casestudies.comparing.forms.history import HistoryQuery
from casestudies.evidence import fact_history
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.source import citations
from hub.core.http import public_page
from hub.core.sites import path_of


@public_page
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """«Quelle indemnité en juin 2023 ?»: `?le=2023-06`; without a date, the whole history."""
    page = get_object_or_404(AssemblyPage.objects.visible_to_all().with_evidence(), slug=slug)
    query = HistoryQuery(request.GET)
    asked = query.asked
    facts = list(page.facts.all())
    context = {
        "assembly": page,
        "query": query,
        "asked": asked,
        "title_prefix": f"{asked.french()} · " if asked else "Erreur : " if query.typed else "",
        "is_to_come": bool(asked and asked.earliest and asked.earliest > timezone.localdate()),
        "subjects": fact_history.at(facts, asked) if asked else [],
        "undated": fact_history.undated(facts),
        "missing": fact_history.missing(facts),
        "timeline": fact_history.timeline(facts),
        "trail": [*page.trail(request)[:-1], (page.title, path_of(page, request)), ("Historique", "")],
        **citations(source for fact in facts for source in fact.sources),
    }
    return render(request, "casestudies/history.html", context)
