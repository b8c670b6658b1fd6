"""Lists: assemblies, case studies, testimonies, reports."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.exports import ASSEMBLIES
from casestudies.evidence.labels import attach_labels
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.exports import CASE_STUDIES, REPORTS, TESTIMONIES, for_export
from casestudies.publications.filters import THEME, AssemblyFilters, CaseStudyFilters, TestimonyFilters, ThemeFilters
from casestudies.publications.meeting_report import ReportPage
from casestudies.publications.testimony import TestimonyPage
from hub.core.exports import few_at_a_time, loading
from hub.core.lists.asked import Asked, FileQuery
from hub.core.lists.inventory import Index
from hub.core.lists.kept import kept
from hub.core.lists.offered import Offered
from hub.core.models import BasePage
from hub.core.tabular import Table, table_file


class FilteredList(BasePage):
    """A list read through a form: `?theme=…&page=2`. What can't be read is left out and said, never an error."""

    filters_class: ClassVar[type[ThemeFilters]] = ThemeFilters
    #: What is counted above the list: singular, plural.
    counted: ClassVar[str]
    #: The columns of the list as a file.
    table: ClassVar[Table]

    class Meta:
        abstract = True

    def items(self) -> QuerySet:
        """Everything that anybody may see, in the order of the list."""
        raise NotImplementedError

    def for_file(self, items: QuerySet) -> QuerySet:
        """`items` with what the columns of the file read."""
        return items

    def for_rows(self, items: QuerySet) -> QuerySet:
        """`items` with what a row of the page shows, and nothing else: the texts stay in the database."""
        raise NotImplementedError

    def label_rows(self, rows: Sequence[Any], themes: Index) -> None:
        """Give the rows the words of what they are linked to."""
        for row in rows:
            row.theme_labels = themes.labels_of(row.pk)

    def answer(self, request: HttpRequest) -> Offered:
        """What the list answers; what it holds is kept until the content changes."""
        filters = self.filters_class(self.items)
        inventory = kept(self._meta.label, filters.inventory)
        return Offered(Asked(request.GET, inventory, filters.orders), inventory, filters)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        answer = self.answer(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "query": answer.asked,
            "pills": answer.asked.pills(),
            "offers": answer.offers(),
            "items": answer.page_of(lambda numbers: self._rows(numbers, answer)),
            "total": answer.total,
        }

    def _rows(self, numbers: list[int], answer: Offered) -> dict[int, Any]:
        rows = self.for_rows(answer.filters.everything).order_by().in_bulk(numbers)
        self.label_rows(list(rows.values()), answer.inventory.indexes[THEME.name])
        return rows

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if FileQuery(request.GET).file_format:
            return self._file(request, self.answer(request))
        return super().serve(request, *args, **kwargs)

    def _file(self, request: HttpRequest, answer: Offered) -> HttpResponseBase:
        """Exactly what is found, in the order asked, all pages at once."""
        load = loading(lambda: self.for_file(answer.filters.everything))
        rows = self.table.rows(few_at_a_time(answer.found, load))
        return table_file(request, self.table, rows, name=f"{self.slug}.{answer.asked.file_format}")


class AssemblyIndexPage(FilteredList):
    """All assemblies, by authority."""

    filters_class = AssemblyFilters
    table = ASSEMBLIES
    counted = "assemblée,assemblées"

    template = "casestudies/assembly_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.AssemblyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des assemblées"

    def items(self) -> QuerySet:
        pages = AssemblyPage.objects.visible_to_all().select_related("authority").prefetch_related("themes")
        return pages.order_by("is_counter_example", "authority__short_name__french", "title__french", "pk")

    def for_rows(self, items: QuerySet) -> QuerySet:
        authority = ("authority__short_name", "authority__kind")
        shown = ("title", "slug", "url_path", "introduction", "is_counter_example", "status", *authority)
        return items.prefetch_related(None).only(*shown)


class CaseStudyIndexPage(FilteredList):
    """All case studies, latest first."""

    filters_class = CaseStudyFilters
    table = CASE_STUDIES
    counted = "étude,études"

    template = "casestudies/case_study_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des études de cas"

    def items(self) -> QuerySet:
        return CaseStudyPage.objects.visible_to_all().for_lists().order_by("-first_published_at", "-pk")

    def for_file(self, items: QuerySet) -> QuerySet:
        return for_export(items)

    def for_rows(self, items: QuerySet) -> QuerySet:
        shown = ("title", "slug", "url_path", "introduction", "figure", "figure_unit", "outcome_summary", "outcome")
        return items.prefetch_related(None).only(*shown)

    def label_rows(self, rows: Sequence[Any], themes: Index) -> None:
        super().label_rows(rows, themes)
        attach_labels(rows, "place_names", "assemblies", "authority__name")


class TestimonyIndexPage(FilteredList):
    """All testimonies, latest first."""

    filters_class = TestimonyFilters
    table = TESTIMONIES
    counted = "témoignage,témoignages"

    template = "casestudies/testimony_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.TestimonyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des témoignages"

    def items(self) -> QuerySet:
        return TestimonyPage.objects.visible_to_all().for_lists().order_by("-first_published_at", "-pk")

    def for_rows(self, items: QuerySet) -> QuerySet:
        person = ("shown_name", "shown_role", "authority__short_name")
        return items.prefetch_related(None).only("title", "url_path", "introduction", "outcome", *person)


class ReportIndexPage(FilteredList):
    """All reports, latest meeting first."""

    table = REPORTS
    counted = "compte-rendu,comptes-rendus"

    template = "casestudies/report_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.ReportPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des comptes-rendus"

    def items(self) -> QuerySet:
        pages = ReportPage.objects.visible_to_all().select_related("workshop", "outside_event")
        return pages.prefetch_related("themes", "authorities").order_by("-when", "-first_published_at", "-pk")

    def for_rows(self, items: QuerySet) -> QuerySet:
        return items.prefetch_related(None).defer("practice")

    def label_rows(self, rows: Sequence[Any], themes: Index) -> None:
        super().label_rows(rows, themes)
        attach_labels(rows, "place_names", "authorities", "name")
