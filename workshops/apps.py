from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Ateliers"

    def ready(self) -> None:
        # Apps are not ready at import time.
        from django.db.models.signals import post_delete, post_save, pre_save
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from glossary.models import Theme
        from workshops.actions import (
            on_calendar_changed,
            on_page_published,
            on_workshop_saved,
            remember_public_date,
        )
        from workshops.models import WorkshopPage

        page_published.connect(on_page_published, sender=WorkshopPage)
        pre_save.connect(remember_public_date, sender=WorkshopPage)
        post_save.connect(on_workshop_saved, sender=WorkshopPage)
        for signal in (page_unpublished, page_slug_changed, post_page_move):
            signal.connect(on_calendar_changed)
        post_delete.connect(on_calendar_changed, sender=WorkshopPage)
        for model in (Theme, PageViewRestriction):
            post_save.connect(on_calendar_changed, sender=model)
            post_delete.connect(on_calendar_changed, sender=model)
