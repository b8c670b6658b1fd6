from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hub.search"
    label = "hub_search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        from hub.search import receivers  # models are not ready at import time

        receivers.connect()
