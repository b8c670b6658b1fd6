"""What this app connects to the rest once all apps are ready: signals, lists kept between requests, registries."""

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate, pre_save
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, post_page_move

from casestudies.checking import mails as checking_mails
from casestudies.checking.actions import fact_reporting, verification
from casestudies.checking.actions.looking import look_at_sources
from casestudies.evidence.assembly import AssemblyPage, names_in_other_languages
from casestudies.evidence.facts import CriterionAnswer
from casestudies.evidence.source import titles_in_other_languages
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import RecommendationState
from casestudies.moderating import mails as moderating_mails
from casestudies.moderating.actions.make_page import on_page_published
from casestudies.moderating.actions.reminding import queue_digest, remind_authors, reminder_holds
from casestudies.news.actions import on_assembly_published, on_assembly_saving
from casestudies.news.lists import SOURCES
from casestudies.news.models import SheetChange
from casestudies.proposals import mails as proposal_mails
from casestudies.proposals import personal as proposals
from casestudies.proposals.consent_guard import on_migrated, on_migrating
from casestudies.proposals.history import ProposalFile
from casestudies.proposals.purging import purge_proposals
from casestudies.proposing.actions.files import on_file_deleted
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.meeting_report import ReportPage
from casestudies.publications.references import CITABLE
from casestudies.publications.testimony import TestimonyPage
from casestudies.reporting.actions import on_report_published, thanks_hold
from casestudies.reviewing import actions as reviewing
from casestudies.reviewing import mails as reviewing_mails
from casestudies.tagging import personal as tagging
from casestudies.tagging.actions import on_tag_saved
from casestudies.tags.models import CaseStudyTag, MemberTag
from glossary.models import Criterion, DefinitionVersion, Theme
from hub.community.models import Authority
from hub.core.former.actions import follow
from hub.core.lists.kept import content_changed
from hub.core.lists.watching import watch
from hub.core.registries import (
    register_erasable,
    register_foreign_names,
    register_job,
    register_news,
    register_parameter,
    register_personal_data,
    register_purge,
    register_route,
)
from hub.mail.registries import register_check, register_preview
from workshops.thanking.mails import THANKS


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    post_save.connect(on_tag_saved, sender=Tag)
    post_delete.connect(on_file_deleted, sender=ProposalFile)
    page_published.connect(on_page_published)
    page_published.connect(on_report_published, sender=ReportPage)
    pre_save.connect(on_assembly_saving, sender=AssemblyPage)
    page_published.connect(on_assembly_published, sender=AssemblyPage)
    _guard_consent()
    _watch_what_filters_read()
    _keep_addresses()
    _register()


def _guard_consent() -> None:
    """Signals of migrations are sent for each app in turn: once before the first table changes, once after the last."""
    configs = [config for config in apps.get_app_configs() if config.models_module]
    pre_migrate.connect(on_migrating, sender=configs[0])
    post_migrate.connect(on_migrated, sender=configs[-1])


def _watch_what_filters_read() -> None:
    watch(AssemblyPage, CaseStudyPage, ReportPage, TestimonyPage, CaseStudyTag, MemberTag, CriterionAnswer, Tag)
    watch(Recommendation, RecommendationState, SheetChange)
    watch(Page, PageViewRestriction, Authority, Criterion, DefinitionVersion, Theme)
    # Rows hold addresses, which change with those of the pages above; what is published is a row that is written.
    for signal in (page_slug_changed, post_page_move):
        signal.connect(content_changed)


def _keep_addresses() -> None:
    for kind, model in CITABLE.items():
        register_route("cite", model, kind=kind)
    register_route("fact_history", AssemblyPage)
    for name in ("theme_compare", "theme_compare_file"):
        register_route(name, Theme)
    register_route("tag_propose", CaseStudyPage)
    follow(Recommendation)
    register_route("follow_up", Recommendation)
    register_route("follow_ups_of_assembly", AssemblyPage)
    register_parameter("assemblee", AssemblyPage)
    register_parameter("a", AssemblyPage)
    register_parameter("p", AssemblyPage, CaseStudyPage)


def _register() -> None:
    register_foreign_names("assemblées", names_in_other_languages)
    register_foreign_names("sources", titles_in_other_languages)
    register_job("point du jour sur les propositions", queue_digest)
    register_job("rappels de compléments", remind_authors)
    register_job("adresses des sources", look_at_sources)
    register_purge("propositions", purge_proposals)
    register_purge("signalements", fact_reporting.purge_reports)
    register_purge("demandes de vérification", verification.purge_requests)
    register_purge("liens de relecture", reviewing.purge_review_links)
    own = (tagging.PERSONAL_DATA, reviewing.PERSONAL_DATA, fact_reporting.PERSONAL_DATA, verification.PERSONAL_DATA)
    for data in (*proposals.PERSONAL_DATA, *own):
        register_personal_data(data)
    for things in proposals.ERASABLE:
        register_erasable(things)
    for name, news in SOURCES.items():
        register_news(name, news)
    register_check("proposal-reminder", reminder_holds)
    register_check(THANKS, thanks_hold)
    for mails in (proposal_mails, moderating_mails, reviewing_mails, checking_mails):
        for kind, make_example in mails.EXAMPLES.items():
            register_preview(kind, make_example)
