"""What is learnt, in the menu of the administration."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from casestudies.checking.actions.verification import LOG_ACTION
from casestudies.checking.viewsets import verification
from casestudies.checking.viewsets.fact_reports import FactReportViewSet
from casestudies.evidence.viewsets import AssemblyViewSetGroup
from casestudies.followups import viewsets as follow_ups
from casestudies.followups.actions import STATE_ADDED, STATE_RECTIFIED
from casestudies.followups.viewsets import checks
from casestudies.followups.viewsets.recommendations import RecommendationViewSet
from casestudies.moderating.viewsets import ProposalViewSet, page_panel
from casestudies.proposals.provenance import PageProvenance
from casestudies.publications.consent import NeedsConsent
from casestudies.publications.meeting_report import ReportPage
from casestudies.publications.viewsets import CaseStudyViewSet, ReportViewSet, TestimonyViewSet
from casestudies.reporting.viewsets import prepare_report
from casestudies.reviewing import viewsets as reviewing
from casestudies.tagging.viewsets import TagMergeViewSet, TagViewSet
from workshops.models import WorkshopPage

register_snippet(AssemblyViewSetGroup)
register_snippet(RecommendationViewSet)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    pages = [CaseStudyViewSet(), TestimonyViewSet(), ReportViewSet()]
    return [*pages, ProposalViewSet(), FactReportViewSet(), TagViewSet(), TagMergeViewSet()]


@hooks.register("register_admin_urls")
def page_and_review_urls() -> list[URLPattern]:
    return [*page_panel.url_patterns(), *reviewing.url_patterns()]


@hooks.register("construct_explorer_page_queryset")
def know_whose_words(parent: Page, pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Whether each page rests on somebody's consent is asked once for the whole list: such a page is not copied."""
    return pages.annotate(has_provenance=Exists(PageProvenance.objects.filter(page=OuterRef("pk"))))


@hooks.register("before_publish_page")
def refuse_without_consent(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Say it in French before the database refuses; what was typed is already kept as a draft."""
    reason = page.lack_of_consent() if isinstance(page, NeedsConsent | ReportPage) else ""
    if not reason:
        return None
    messages.error(request, f"La page n’est pas publiée. {reason} Le brouillon est enregistré.")
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("after_publish_page")
def warn_without_review(request: HttpRequest, page: Any) -> None:
    """Authors are promised to read before: organisers may know by other means, the site only says what it lacks."""
    if isinstance(page, NeedsConsent) and page.lacks_review():
        messages.warning(request, "Personne n’a encore répondu « Bon à publier » pour cette page, qui est publique.")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_about_early_report(request: HttpRequest, page: Any) -> None:
    """A report dated before its workshop is probably a slip: say so, and keep what was typed."""
    if isinstance(page, ReportPage) and page.is_before_its_workshop:
        messages.warning(request, "La date de ce compte-rendu est avant celle de l’atelier. Vérifiez-la.")


# ---------------------------------------------------------------- «À revérifier»
@hooks.register("register_admin_urls")
def verification_urls() -> list[URLPattern]:
    return [
        path("a-reverifier/", verification.due, name="freshness"),
        path("a-reverifier/confirmer/", verification.confirm, name="freshness_confirm"),
        path("a-reverifier/demander/", verification.ask, name="freshness_ask"),
    ]


@hooks.register("register_admin_menu_item")
def verification_item() -> MenuItem:
    return verification.menu_item()


@hooks.register("register_log_actions")
def confirmation_in_history(actions: LogActionRegistry) -> None:
    actions.register_action(LOG_ACTION, "Confirmer les faits", "Faits confirmés : toujours exacts")


# ---------------------------------------------------------------- the report of a workshop
@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [path("ateliers/<int:pk>/compte-rendu/", prepare_report, name="workshop_report")]


@hooks.register("register_page_header_buttons")
def report_button(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """«Compte-rendu» in the header of a workshop."""
    if isinstance(page, WorkshopPage) and page.permissions_for_user(user).can_publish():
        yield Button("Compte-rendu", reverse("workshop_report", args=[page.pk]), icon_name="clipboard-list", priority=8)


@hooks.register("register_page_listing_more_buttons")
def report_link(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The same from the list."""
    yield from report_button(page, user, next_url)


# ---------------------------------------------------------------- the register of follow-ups
@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return follow_ups.url_patterns()


@hooks.register("register_admin_menu_item")
def register_item() -> MenuItem:
    return checks.menu_item()


@hooks.register("register_log_actions")
def states_in_history(actions: LogActionRegistry) -> None:
    @actions.register_action(STATE_ADDED)
    class Added(LogFormatter):
        label = "Inscrire un état"

        def format_message(self, log_entry: Any) -> str:
            return f"Inscrit : {log_entry.data['state']}"

    @actions.register_action(STATE_RECTIFIED)
    class Rectified(LogFormatter):
        label = "Rectifier un état"

        def format_message(self, log_entry: Any) -> str:
            return f"Rectifié : {log_entry.data['state']}"
