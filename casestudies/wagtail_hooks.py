"""What is learnt, in the menu of the administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from casestudies.models import ReportPage
from casestudies.views.follow import download_for_organisers
from casestudies.viewsets.pages import AssemblyViewSetGroup, CaseStudyViewSet, ReportViewSet, TestimonyViewSet
from casestudies.viewsets.proposals import ProposalViewSet

register_snippet(AssemblyViewSetGroup)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [CaseStudyViewSet(), ProposalViewSet(), TestimonyViewSet(), ReportViewSet()]


@hooks.register("register_admin_urls")
def file_urls() -> list[URLPattern]:
    return [path("fichiers-de-propositions/<int:pk>/", download_for_organisers, name="proposal_file_for_organisers")]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_about_early_report(request: HttpRequest, page: Any) -> None:
    """A report dated before its workshop is probably a slip: say so, and keep what was typed."""
    if isinstance(page, ReportPage) and page.is_before_its_workshop:
        messages.warning(request, "La date de ce compte-rendu est avant celle de l’atelier. Vérifiez-la.")
