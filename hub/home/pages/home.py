"""The home page."""

from typing import Any

from django.http import HttpRequest

from hub.core.models import BasePage
from hub.home.pages.overview import home_overview


class HomePage(BasePage):
    """What the group is, the next workshops, the questions, the latest case studies, three doors."""

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "glossary.DefinitionPage",
        "glossary.GlossaryPage",
        "workshops.WorkshopIndexPage",
        "casestudies.AssemblyIndexPage",
        "casestudies.CaseStudyIndexPage",
        "casestudies.TestimonyIndexPage",
        "casestudies.ReportIndexPage",
    ]
    max_count = 1

    class Meta:
        verbose_name = "accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **home_overview(request)}
