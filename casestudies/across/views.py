"""One question, all assemblies: the page and its files."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from casestudies.across.columns import Sheet
from casestudies.across.files import table_of
from casestudies.across.table import answered, in_order, likeness, likeness_filters, rows_of, sheets_of
from casestudies.evidence.source import citations
from glossary.models import Theme
from hub.core.addresses import site_url
from hub.core.exports import few_at_a_time
from hub.core.forms import QueryForm
from hub.core.http import public_page
from hub.core.lists.asked import Asked
from hub.core.lists.kept import kept
from hub.core.lists.offered import Offered
from hub.core.tabular import table_file

#: Cells of one page, so that it stays light; and rows of the page that shows them all, to print.
CELLS, MOST = 34, 60


class SheetQuery(QueryForm):
    """`?volet=mandat`: which table of a theme that has several; `&lignes=toutes`: on one page, to print."""

    volet = forms.CharField(required=False, max_length=40)
    lignes = forms.ChoiceField(choices=[("toutes", "toutes")], required=False)

    def chosen(self, sheets: tuple[Sheet, ...]) -> Sheet | None:
        """The one asked, else the first; nothing when the theme has none."""
        asked = self.values().get("volet", "")
        return next((sheet for sheet in sheets if sheet.name == asked), sheets[0] if sheets else None)

    def rows(self, sheet: Sheet) -> int:
        """How many rows the page has."""
        return MOST if "lignes" in self.values() else max(CELLS // len(sheet.columns), 1)


def _asked(request: HttpRequest, slug: str) -> tuple[Theme, tuple[Sheet, ...], Sheet | None, Offered]:
    """The theme, its tables, the one asked, and what is asked of the assemblies."""
    theme = get_object_or_404(Theme.objects.prefetch_related("questions"), slug=slug)
    filters = likeness_filters()
    inventory = kept("casestudies.across", filters.inventory)
    sheets = sheets_of(theme)
    answer = Offered(Asked(request.GET, inventory, filters.orders), inventory, filters)
    return theme, sheets, SheetQuery(request.GET).chosen(sheets), answer


@public_page
def theme_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts of a theme, assemblies as rows, those that look like what is asked first."""
    theme, sheets, sheet, answer = _asked(request, slug)
    trail = [("Thèmes", reverse("themes")), (theme.label, theme.get_absolute_url()), ("Toutes les assemblées", "")]
    context: dict[str, Any] = {
        "theme": theme,
        "trail": trail,
        "all_themes": Theme.objects.all(),
        "sheets": sheets,
        "sheet": sheet,
        "total": answer.total,
        "query": answer.asked,
        "offers": answer.offers(),
    }
    if sheet is not None:
        size = SheetQuery(request.GET).rows(sheet)
        context |= {"is_whole": size == MOST, **_table(theme, sheets, sheet, answer, size)}
    return render(request, "casestudies/across.html", context)


def _table(theme: Theme, sheets: tuple[Sheet, ...], sheet: Sheet, answer: Offered, size: int) -> dict[str, Any]:
    page = Paginator(in_order(answer), size).get_page(answer.asked.page_number)
    rows = rows_of(list(page.object_list), theme, sheet, answer)
    cited = [source for row in rows for cell in row.cells for source in cell.all_sources]
    query = query_of(sheets, sheet, answer)
    return {
        "items": page,
        "groups": _groups(rows, answer),
        "found": len(answer.found),
        "answered": len(answered(theme, [sheet]) & answer.inventory.shown),
        "address": site_url(reverse("theme_compare", args=[theme.slug]) + (f"?{query}" if query else "")),
        "query_here": query,
        "query_of_all": "&".join(filter(None, [query, "lignes=toutes"])),
        **citations(cited),
    }


def _groups(rows: list, answer: Offered) -> list[tuple[str, str, list]]:
    """Heading, reason and rows: one group without heading when nothing is asked."""
    if not answer.asked.is_narrowed:
        return [("", "", rows)] if rows else []
    alike, rest = [row for row in rows if row.is_alike], [row for row in rows if not row.is_alike]
    others = answer.total - len(answer.found)
    groups = [
        (f"Vous ressemblent : {len(answer.found)}", likeness(answer), alike),
        (f"Les autres : {others}", "Rien n’est masqué ; sous chaque nom, ce qui diffère.", rest),
    ]
    return [group for group in groups if group[2]]


def query_of(sheets: tuple[Sheet, ...], sheet: Sheet, answer: Offered) -> str:
    """The address of what is shown, without its page."""
    volet = urlencode({"volet": sheet.name}) if sheet != sheets[0] else ""
    return "&".join(filter(None, [volet, answer.asked.query()]))


@public_page
def theme_compare_file(request: HttpRequest, slug: str, extension: str) -> HttpResponseBase:
    """The same as the page, all its pages at once, as CSV or XLSX."""
    theme, _, sheet, answer = _asked(request, slug)
    if extension not in ("csv", "xlsx") or sheet is None:
        raise Http404
    table = table_of(sheet, title=f"{theme.label} : {sheet.label}")
    rows = table.rows(few_at_a_time(in_order(answer), lambda few: rows_of(few, theme, sheet, answer)))
    return table_file(request, table, rows, name=f"{theme.slug}-{sheet.name}.{extension}")
