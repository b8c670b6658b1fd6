from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hub.home"
    label = "home"
    verbose_name = "Accueil"

    def ready(self) -> None:
        from hub.home import receivers  # models are not ready at import time

        receivers.connect()
