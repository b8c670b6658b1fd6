"""What this app connects to the rest once all apps are ready: signals, lists kept between requests, registries."""

from django.db.models.signals import post_delete, post_save
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from casestudies.actions import freshness, reports, reviews
from casestudies.actions.files import forget_stored_file
from casestudies.actions.moderation import queue_digest, remind_authors, reminder_holds
from casestudies.actions.pages import follow_published_page
from casestudies.actions.purging import purge_proposals
from casestudies.actions.tags import on_tag_saved
from casestudies.mails.examples import EXAMPLES
from casestudies.models import (
    AssemblyPage,
    CaseStudyPage,
    CaseStudyTag,
    CriterionAnswer,
    MemberTag,
    ProposalFile,
    ReportPage,
    TestimonyPage,
)
from casestudies.personal import PERSONAL_DATA
from glossary.models import Criterion, DefinitionVersion, Theme
from hub.community.models import Authority
from hub.core.kept import content_changed, watch
from hub.core.registries import register_job, register_personal_data, register_purge
from hub.mail.registries import register_check, register_preview


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    post_save.connect(on_tag_saved, sender=Tag)
    post_delete.connect(forget_stored_file, sender=ProposalFile, dispatch_uid="forget_stored_file")
    page_published.connect(follow_published_page, dispatch_uid="casestudies.follow_published_page")
    _watch_what_filters_read()
    _register()


def _watch_what_filters_read() -> None:
    watch(AssemblyPage, CaseStudyPage, ReportPage, TestimonyPage, CaseStudyTag, MemberTag, CriterionAnswer, Tag)
    watch(Page, PageViewRestriction, Authority, Criterion, DefinitionVersion, Theme)
    # Rows hold addresses, which change with those of the pages above.
    for signal in (page_published, page_slug_changed, page_unpublished, post_page_move):
        signal.connect(content_changed)


def _register() -> None:
    register_job("point du jour sur les propositions", queue_digest)
    register_job("rappels de compléments", remind_authors)
    register_purge("propositions", purge_proposals)
    register_purge("signalements", reports.purge_reports)
    register_purge("demandes de vérification", freshness.purge_requests)
    register_purge("liens de relecture", reviews.purge_review_links)
    for data in (*PERSONAL_DATA, reviews.PERSONAL_DATA, reports.PERSONAL_DATA, freshness.PERSONAL_DATA):
        register_personal_data(data)
    register_check("proposal-reminder", reminder_holds)
    for kind, make_example in EXAMPLES.items():
        register_preview(kind, make_example)
