"""Lists: assemblies, case studies, testimonies, reports."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from casestudies.exports import ASSEMBLIES, CASE_STUDIES, REPORTS, TESTIMONIES, for_export
from casestudies.filters import THEME, AssemblyFilter, CaseStudyFilter, TestimonyFilter, ThemeFilter
from casestudies.models.assembly import AssemblyPage
from casestudies.models.case_study import CaseStudyPage
from casestudies.models.labels import attach_labels
from casestudies.models.report import ReportPage
from casestudies.models.testimony import TestimonyPage
from hub.core.facets import FileQuery
from hub.core.models import BasePage
from hub.core.tabular import FORMATS, Table, download, json_bytes


class FilteredList(BasePage):
    """A list read through a form: `?theme=…&page=2`. What can't be read is left out and said, never an error."""

    filter_class: ClassVar[type[ThemeFilter]] = ThemeFilter
    #: What is counted above the list: singular, plural.
    counted: ClassVar[str]
    #: The columns of the list as a file.
    table: ClassVar[Table]

    class Meta:
        abstract = True

    def items(self, request: HttpRequest) -> QuerySet:
        """Everything the reader may see, in the order of the list."""
        raise NotImplementedError

    def for_file(self, items: QuerySet, user: object) -> QuerySet:
        """`items` with what the columns of the file read."""
        return items

    def for_rows(self, items: QuerySet) -> QuerySet:
        """`items` with what a row of the page shows, and nothing else: the texts stay in the database."""
        raise NotImplementedError

    def label_rows(self, rows: Sequence[Any], query: ThemeFilter) -> None:
        """Give the rows the words of what they are linked to."""
        for row in rows:
            row.theme_labels = query.labels_of(row.pk, THEME.name)

    def asked(self, request: HttpRequest) -> ThemeFilter:
        """The form of the list. Without a session nobody is signed in, and what everybody may see is kept."""
        is_anybody = settings.SESSION_COOKIE_NAME not in request.COOKIES
        kept_as = self._meta.label if is_anybody else ""
        return self.filter_class(request.GET, lambda: self.items(request), request.user, kept_as=kept_as)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        query = self.asked(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "query": query,
            "pills": query.pills(),
            "items": query.page_of(lambda numbers: self._rows(numbers, query)),
            "total": query.total,
        }

    def _rows(self, numbers: list[int], query: ThemeFilter) -> dict[int, Any]:
        rows = self.for_rows(query.everything).order_by().in_bulk(numbers)
        self.label_rows(list(rows.values()), query)
        return rows

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if FileQuery(request.GET).file_format:
            return self._file(request, self.asked(request))
        return super().serve(request, *args, **kwargs)

    def _file(self, request: HttpRequest, query: ThemeFilter) -> HttpResponse:
        """Exactly what is found, in the order asked, all pages at once."""
        loaded = self.for_file(query.everything, request.user).in_bulk(query.found)
        rows = self.table.rows(loaded[number] for number in query.found if number in loaded)
        media_type, write = FORMATS[query.file_format]
        return download(
            request,
            lambda: write(self.table, rows, timezone.localdate()),
            fingerprint=json_bytes(rows),
            name=f"{self.slug}.{query.file_format}",
            media_type=media_type,
        )


class AssemblyIndexPage(FilteredList):
    """All assemblies, by authority."""

    filter_class = AssemblyFilter
    table = ASSEMBLIES
    counted = "assemblée,assemblées"

    template = "casestudies/assembly_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.AssemblyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des assemblées"

    def items(self, request: HttpRequest) -> QuerySet:
        pages = AssemblyPage.objects.visible_to(request.user).select_related("authority").prefetch_related("themes")
        return pages.order_by("is_counter_example", "authority__short_name", "title", "pk")

    def for_rows(self, items: QuerySet) -> QuerySet:
        authority = ("authority__short_name", "authority__kind")
        shown = ("title", "url_path", "introduction", "is_counter_example", "status", *authority)
        return items.prefetch_related(None).only(*shown)


class CaseStudyIndexPage(FilteredList):
    """All case studies, latest first."""

    filter_class = CaseStudyFilter
    table = CASE_STUDIES
    counted = "étude,études"

    template = "casestudies/case_study_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des études de cas"

    def items(self, request: HttpRequest) -> QuerySet:
        return CaseStudyPage.objects.visible_to(request.user).for_lists().order_by("-first_published_at", "-pk")

    def for_file(self, items: QuerySet, user: object) -> QuerySet:
        return for_export(items, user)

    def for_rows(self, items: QuerySet) -> QuerySet:
        shown = ("title", "url_path", "introduction", "figure", "figure_unit", "outcome_summary")
        return items.prefetch_related(None).only(*shown)

    def label_rows(self, rows: Sequence[Any], query: ThemeFilter) -> None:
        super().label_rows(rows, query)
        attach_labels(rows, "place_names", "assemblies", "authority__name")


class TestimonyIndexPage(FilteredList):
    """All testimonies, latest first."""

    filter_class = TestimonyFilter
    table = TESTIMONIES
    counted = "témoignage,témoignages"

    template = "casestudies/testimony_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.TestimonyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des témoignages"

    def items(self, request: HttpRequest) -> QuerySet:
        return TestimonyPage.objects.visible_to(request.user).for_lists().order_by("-first_published_at", "-pk")

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

    def items(self, request: HttpRequest) -> QuerySet:
        pages = ReportPage.objects.visible_to(request.user).select_related("workshop", "outside_event")
        return pages.prefetch_related("themes", "authorities").order_by("-when", "-first_published_at", "-pk")

    def for_rows(self, items: QuerySet) -> QuerySet:
        return items.prefetch_related(None).defer("practice")

    def label_rows(self, rows: Sequence[Any], query: ThemeFilter) -> None:
        super().label_rows(rows, query)
        attach_labels(rows, "place_names", "authorities", "name")
