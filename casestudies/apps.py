from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        # Apps are not ready at import time.
        from django.db.models.signals import post_save
        from taggit.models import Tag

        from casestudies.actions.tags import on_tag_saved

        post_save.connect(on_tag_saved, sender=Tag)
