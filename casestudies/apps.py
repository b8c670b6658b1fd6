from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        from casestudies import consent_guard, receivers

        receivers.connect()
        # Signals of migrations are sent for each app in turn: once before the first table changes, once after the last.
        configs = [config for config in apps.get_app_configs() if config.models_module]
        before, after = consent_guard.remove_before_migrate, consent_guard.install_after_migrate
        pre_migrate.connect(before, sender=configs[0], dispatch_uid="casestudies.consent_guard.remove")
        post_migrate.connect(after, sender=configs[-1], dispatch_uid="casestudies.consent_guard.install")
