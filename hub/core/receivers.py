"""What this app connects to the rest once all apps are ready: signals, the field of addresses in forms."""

import json
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, post_save, pre_migrate
from wagtail.admin.forms.choosers import EmailLinkChooserForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from hub.core.blocks.stored import picture_numbers
from hub.core.cards.actions import card_of, drawn_card
from hub.core.fields import BodyField
from hub.core.former.actions import follow_pages
from hub.core.forms import AddressField
from hub.core.french_order import register_order, teach_order
from hub.core.lists import watching
from hub.core.lists.kept import next_end
from hub.core.pictures.actions import make_missing_sizes, make_sizes
from hub.core.registries import register_job, register_purge, register_turning
from hub.core.sites import site_identity
from hub.core.statistics import count_rows
from hub.core.storages import move_renditions


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    register_order()
    connection_created.connect(teach_order)
    connection_created.connect(watching.on_connection)
    pre_migrate.connect(watching.on_migrating)
    post_migrate.connect(watching.on_migrated, sender=apps.get_app_config("core"))
    post_migrate.connect(on_migrated, sender=apps.get_app_config("core"))
    post_migrate.connect(on_files_of_an_older_version, sender=apps.get_app_config("core"))
    page_published.connect(on_page_published)
    post_save.connect(on_draft_kept, sender=Revision)
    register_job("tailles des images", make_missing_sizes)
    register_purge("statistiques de la base", count_rows)
    register_turning("pages qui expirent", next_end)
    follow_pages()
    register_form_field_override(models.EmailField, override={"form_class": AddressField})
    name_field_of_addresses()


def on_migrated(using: str, **kwargs: Any) -> None:
    """Without, a text is looked for in every page (50 times slower on 2 000)."""
    count_rows(using=using)


def name_field_of_addresses() -> None:
    """Wagtail gives no name to the only field of its window «lien vers une adresse»: Django makes one, in English."""
    EmailLinkChooserForm.base_fields["email_address"].label = "Adresse électronique"


def on_files_of_an_older_version(**kwargs: Any) -> None:
    move_renditions()


def on_page_published(instance: Page, **kwargs: Any) -> None:
    _make_sizes([list(getattr(instance, name).raw_data) for name in _bodies(type(instance))])
    card = card_of(instance, site_identity())
    transaction.on_commit(partial(drawn_card, instance, card), robust=True)


def on_draft_kept(instance: Revision, **kwargs: Any) -> None:
    """Who reads a draft, in a preview or behind a link, sees its pictures too."""
    model = instance.content_type.model_class()
    if model is not None:
        _make_sizes([json.loads(instance.content.get(name) or "[]") for name in _bodies(model)])


def _bodies(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, BodyField)]


def _make_sizes(bodies: list[list]) -> None:
    """Once all is written, and robust: a page that is published must not look refused; timed work tries again."""
    numbers = set(picture_numbers(bodies))
    if numbers:
        transaction.on_commit(partial(make_sizes, numbers), robust=True)
