from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Ateliers"

    def ready(self) -> None:
        from workshops import receivers  # models are not ready at import time

        receivers.connect()
