from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hub.core"
    label = "core"
    verbose_name = "Socle"

    def ready(self):
        from hub.core import checks  # noqa: F401 -- registers the system checks; apps are not ready at import time
