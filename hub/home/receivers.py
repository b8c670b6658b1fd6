"""What this app connects to the rest once all apps are ready: lists kept between requests, registries."""

from django.apps import apps
from django.db.models.signals import post_migrate
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from casestudies.evidence.source import UNSEEN
from casestudies.models import Fact, Generation, GenerationRoute, Milestone, ReportFile, Source
from glossary.models import CriterionPoint, Term, Theme, ThemeQuestion, ThemeRequest
from hub.core.lists.watching import watch
from hub.core.models import OpenKey, SiteIdentity
from hub.core.registries import (
    register_job,
    register_personal_data,
    register_purge,
    register_route,
    register_section,
)
from hub.home.my_space.actions.inactivity import purge_inactive_members
from hub.home.my_space.actions.news import send_digests
from hub.home.my_space.mails import EXAMPLES, followers
from hub.home.my_space.personal import PERSONAL_DATA
from hub.home.site_settings.actions import on_migrated
from hub.home.site_tree.structure import PAGE_TYPES
from hub.mail.registries import register_preview
from workshops.models import AgendaItem, CalendarState, Cycle, OutsideEvent, WorkshopPage, WorkshopPartner
from workshops.planning.audience import register_audience


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    # What hub.home.open_data tells besides what lists read (casestudies/receivers.py).
    watch(Fact, Generation, GenerationRoute, Milestone, CriterionPoint, Term, ThemeQuestion)
    watch(Source, unseen=UNSEEN)
    watch(Cycle, OutsideEvent, WorkshopPage, WorkshopPartner)
    watch(Site, SiteIdentity)  # hub.core.sites
    # What whole pages show besides (hub.delivery): tests/guards finds what is left out.
    watch(*(model for model in apps.get_models() if issubclass(model, Page)))
    watch(AgendaItem, CalendarState, Locale, OpenKey, ReportFile, ThemeRequest)
    watch(get_document_model(), get_image_model(), get_image_model().get_rendition_model())
    for name, model in PAGE_TYPES.items():
        register_section(name, model)
    for name in ("theme", "news_theme"):
        register_route(name, Theme)
    post_migrate.connect(on_migrated, sender=apps.get_app_config("core"))
    register_job("nouvelles par thème", send_digests)
    register_purge("comptes inactifs", purge_inactive_members)
    register_personal_data(PERSONAL_DATA)
    register_audience("nouvelles par thème", followers)
    for kind, make_example in EXAMPLES.items():
        register_preview(kind, make_example)
