from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "hub.core"
    label = "core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from hub.core import checks  # noqa: F401 -- registers the system checks; apps are not ready at import time

        post_migrate.connect(count_rows, sender=self)


def count_rows(using: str, **kwargs: Any) -> None:
    """SQLite counts its rows only when told: without, a text is looked for in every page (50 times slower on 2 000)."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")
