"""Lists: assemblies, case studies, testimonies, reports."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from casestudies.filters import AssemblyFilter, CaseStudyFilter, ThemeFilter
from casestudies.models.assembly import AssemblyPage
from casestudies.models.case_study import CaseStudyPage
from casestudies.models.report import ReportPage
from casestudies.models.testimony import TestimonyPage
from hub.core.models import BasePage


class FilteredList(BasePage):
    """A list read through a form: `?theme=…&page=2`. What can't be read is left out, never an error."""

    filter_class: ClassVar[type[ThemeFilter]] = ThemeFilter
    #: What is counted above the list: singular, plural.
    counted: ClassVar[str]

    class Meta:
        abstract = True

    def items(self, request: HttpRequest) -> QuerySet:
        """Everything the reader may see, in the order of the list."""
        raise NotImplementedError

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        query = self.filter_class(request.GET)
        everything = self.items(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "query": query,
            "pills": query.pills(),
            "items": query.paginate(query.apply(everything)),
            "total": everything.count(),
        }


class AssemblyIndexPage(FilteredList):
    """All assemblies, by authority."""

    filter_class = AssemblyFilter
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


class CaseStudyIndexPage(FilteredList):
    """All case studies, latest first."""

    filter_class = CaseStudyFilter
    counted = "étude,études"

    template = "casestudies/case_study_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des études de cas"

    def items(self, request: HttpRequest) -> QuerySet:
        return CaseStudyPage.objects.visible_to(request.user).for_lists().order_by("-first_published_at", "-pk")


class TestimonyIndexPage(FilteredList):
    """All testimonies, latest first."""

    counted = "témoignage,témoignages"

    template = "casestudies/testimony_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.TestimonyPage"]
    max_count = 1

    class Meta:
        verbose_name = "liste des témoignages"

    def items(self, request: HttpRequest) -> QuerySet:
        return TestimonyPage.objects.visible_to(request.user).for_lists().order_by("-first_published_at", "-pk")


class ReportIndexPage(FilteredList):
    """All reports, latest meeting first."""

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
