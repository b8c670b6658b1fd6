from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save, pre_migrate


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        from taggit.models import Tag
        from wagtail.signals import page_published

        from casestudies import consent_guard  # after the models
        from casestudies.actions.pages import follow_published_page
        from casestudies.actions.tags import on_tag_saved

        page_published.connect(follow_published_page, dispatch_uid="casestudies.follow_published_page")
        # Signals are sent for each app in turn: once before the first table changes, once after the last.
        configs = [config for config in apps.get_app_configs() if config.models_module]
        pre_migrate.connect(
            consent_guard.remove_before_migrate, sender=configs[0], dispatch_uid="casestudies.consent_guard.remove"
        )
        post_migrate.connect(
            consent_guard.install_after_migrate, sender=configs[-1], dispatch_uid="casestudies.consent_guard.install"
        )
        post_save.connect(on_tag_saved, sender=Tag)
