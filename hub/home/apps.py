from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hub.home"
    label = "home"
    verbose_name = "Accueil"

    def ready(self) -> None:
        from hub.core.registries import register_section
        from hub.home import receivers  # models are not ready at import time
        from hub.home.starter.structure import PAGE_TYPES

        receivers.connect()
        for name, model in PAGE_TYPES.items():
            register_section(name, model)
