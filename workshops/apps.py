from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Ateliers"

    def ready(self) -> None:
        from wagtail.signals import page_published  # apps are not ready at import time

        from workshops.actions import on_page_published
        from workshops.models import WorkshopPage

        page_published.connect(on_page_published, sender=WorkshopPage)
