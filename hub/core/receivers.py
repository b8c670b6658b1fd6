"""What this app connects to the rest once all apps are ready: signals."""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate
from wagtail.admin.forms.choosers import EmailLinkChooserForm

from hub.core.former.actions import follow_pages
from hub.core.storages import move_renditions


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    post_migrate.connect(on_migrated, sender=apps.get_app_config("core"))
    post_migrate.connect(on_files_of_an_older_version, sender=apps.get_app_config("core"))
    follow_pages()
    name_field_of_addresses()


def on_migrated(using: str, **kwargs: Any) -> None:
    """SQLite counts its rows only when told: without, a text is looked for in every page (50 times slower on 2 000)."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")


def name_field_of_addresses() -> None:
    """Wagtail gives no name to the only field of its window «lien vers une adresse»: Django makes one, in English."""
    EmailLinkChooserForm.base_fields["email_address"].label = "Adresse électronique"


def on_files_of_an_older_version(**kwargs: Any) -> None:
    move_renditions()
