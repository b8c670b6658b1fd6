from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hub.core"
    label = "core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from hub.core import checks, receivers  # noqa: F401 -- checks register themselves; models are not ready before

        receivers.connect()
