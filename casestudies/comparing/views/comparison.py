"""What is read: the comparison, the pictures, citations and the dossier."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from casestudies.comparing import comparison
from casestudies.comparing.csv_files import write_comparison, write_matrix
from casestudies.comparing.forms.comparison import CompareFilter
from casestudies.comparing.matrix import matrix
from casestudies.comparing.notes import notes_by_group
from hub.core.addresses import site_url
from hub.core.http import public_page
from hub.core.sites import section_path
from hub.core.tabular import FORMATS, Made, download


def _asked(request: HttpRequest) -> tuple[comparison.Choice, comparison.Comparison | None, dict[str, Any]]:
    """What is chosen, its table (None below two assemblies or when the list is asked), and what links repeat."""
    query = CompareFilter(request.GET)
    choice = comparison.choose(query.slugs())
    slugs, all_facts = [page.slug for page in choice.pages], query.wants_all_facts()
    asked = query.query_of(slugs)
    notes = f"{reverse('compare_notes')}?{asked}"
    links = {"query": asked, "short_query": query.short_query_of(slugs), "all_facts": all_facts, "notes_url": notes}
    if query.wants_the_list() or len(choice.pages) < comparison.FEWEST:
        return choice, None, links
    if all_facts:
        return choice, comparison.compare_facts(choice.pages), links
    return choice, comparison.compare(choice.pages), links


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """Two to six assemblies side by side; with fewer, all of them and the criteria, to choose from."""
    choice, table, links = _asked(request)
    trail = [("Assemblées", section_path("assemblees")), ("Comparer", "")]
    shared = {"choice": choice, "chosen": {page.pk for page in choice.pages}, "trail": trail, **links}
    if table is None:
        return render(request, "casestudies/compare_choose.html", {"table": matrix(choice.pages), **shared})
    query = CompareFilter(request.GET)
    without = [query.query_of([page.slug for page in choice.pages if page != column.page]) for column in table.columns]
    shown = {"table": table, "columns": list(zip(table.columns, without, strict=True))}
    return render(request, "casestudies/compare.html", {**shown, "on_paper": site_url(links["notes_url"]), **shared})


@public_page
def compare_notes(request: HttpRequest) -> HttpResponse:
    """The evidence of the table with the same query string, with the same numbers."""
    _, table, links = _asked(request)
    back = reverse("compare") + (f"?{links['query']}" if links["query"] else "")
    if table is None:
        return redirect(back)
    trail = [("Assemblées", section_path("assemblees")), ("Comparer", back), ("Preuves", "")]
    context = {"table": table, "groups": notes_by_group(table), "back": back, "trail": trail}
    return render(request, "casestudies/compare_notes.html", context)


@public_page
def compare_csv(request: HttpRequest) -> HttpResponseBase:
    """The table of the page with the same query string."""
    choice, table, _ = _asked(request)
    made = Made(lambda to: write_matrix(to) if table is None else write_comparison(to, table))
    name = "assemblees" if table is None else "-".join(["comparaison", *(page.slug for page in choice.pages)])[:120]
    return download(request, made, name=f"{name}.csv", media_type=FORMATS["csv"][0])
