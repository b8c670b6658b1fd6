"""What this app connects to the rest once all apps are ready: signals, timed work, mails."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from glossary.models import Theme
from hub.community.models import Member
from hub.core.former.actions import follow
from hub.core.lists.watching import watch
from hub.core.registries import (
    register_job,
    register_news,
    register_parameter,
    register_personal_data,
    register_purge,
    register_route,
    register_turning,
)
from hub.mail.registries import register_check, register_preview
from workshops.agenda.actions import on_calendar_changed, on_page_published
from workshops.contributing import mails as contributing_mails
from workshops.contributing.actions.purging import purge_contributors
from workshops.contributing.personal import PERSONAL_DATA as CONTRIBUTOR_DATA
from workshops.leading.actions.purging import purge_meetings
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.remembering import on_workshop_deleting, on_workshop_saved, on_workshop_saving
from workshops.planning.audience import register_audience
from workshops.planning.mails import EXAMPLES
from workshops.planning.models import WorkshopChange
from workshops.planning.news import SOURCES
from workshops.polls import mails as polls_mails
from workshops.polls.actions import purge_polls, remind_silent
from workshops.polls.personal import PERSONAL_DATA as POLL_DATA
from workshops.registering import mails as registering_mails
from workshops.registering.actions.purging import purge_registrations
from workshops.registering.models import Registration, next_closing
from workshops.registering.personal import PERSONAL_DATA
from workshops.reminding.actions import remind, still_due
from workshops.reminding.mails import EXAMPLES as REMINDERS
from workshops.subscribing.actions import on_owner_deleting, on_registration_saved, purge_feeds
from workshops.subscribing.personal import PERSONAL_DATA as FEED_DATA
from workshops.thanking import mails as thanking_mails
from workshops.thanking.actions import on_registration_deleting
from workshops.thanking.personal import PERSONAL_DATA as FEEDBACK
from workshops.workshop.cycle import Cycle
from workshops.workshop.event import OutsideEvent
from workshops.workshop.workshop import WorkshopPage


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    page_published.connect(on_page_published, sender=WorkshopPage)
    pre_save.connect(on_workshop_saving, sender=WorkshopPage)
    post_save.connect(on_workshop_saved, sender=WorkshopPage)
    pre_delete.connect(on_workshop_deleting, sender=WorkshopPage)
    for signal in (page_unpublished, page_slug_changed, post_page_move):
        signal.connect(on_calendar_changed)
    post_delete.connect(on_calendar_changed, sender=WorkshopPage)
    for model in (Theme, PageViewRestriction):
        post_save.connect(on_calendar_changed, sender=model)
        post_delete.connect(on_calendar_changed, sender=model)
    _keep_addresses()
    register_job("annonces des ateliers", send_announcements)
    register_audience("sondages", polls_mails.respondents)
    register_job("relances des sondages", remind_silent)
    register_purge("sondages", purge_polls)
    register_personal_data(POLL_DATA)
    register_audience("inscriptions", registering_mails.registrants)
    register_purge("inscriptions", purge_registrations)
    register_turning("inscriptions", next_closing)
    register_personal_data(PERSONAL_DATA)
    register_audience("hôtes et interventions", contributing_mails.contributors)
    register_purge("hôtes et interventions", purge_contributors)
    register_personal_data(CONTRIBUTOR_DATA)
    register_job("rappels des ateliers", remind)
    for kind in REMINDERS:
        register_check(kind, still_due)
    for name, news in SOURCES.items():
        register_news(name, news)
    watch(WorkshopChange)
    _private_feeds()
    register_purge("ateliers en direct", purge_meetings)
    pre_delete.connect(on_registration_deleting, sender=Registration)
    register_personal_data(FEEDBACK)
    rooms = (polls_mails, registering_mails, contributing_mails, thanking_mails)
    for examples in (EXAMPLES, REMINDERS, *(room.EXAMPLES for room in rooms)):
        for kind, make_example in examples.items():
            register_preview(kind, make_example)


def _keep_addresses() -> None:
    follow(Cycle, OutsideEvent)
    for name in ("feed_theme", "feed_theme_forecast"):
        register_route(name, Theme)
    for name in ("feed_workshop", "workshop_running_order", "register", "register_thanks"):
        register_route(name, WorkshopPage)
    register_parameter("atelier", WorkshopPage)


def _private_feeds() -> None:
    post_save.connect(on_registration_saved, sender=Registration)
    for owner in (Registration, Member):
        pre_delete.connect(on_owner_deleting, sender=owner)
    register_purge("agendas privés", purge_feeds)
    register_personal_data(FEED_DATA)
