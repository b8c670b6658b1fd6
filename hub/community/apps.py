from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class CommunityConfig(AppConfig):
    name = "hub.community"
    label = "community"
    verbose_name = "Communauté"

    def ready(self) -> None:
        from hub.community import organisers  # models are not ready at import time
        from hub.community.personal import PERSONAL_DATA
        from hub.core.registries import register_personal_data

        # The signal is sent for each app in turn; permissions of all apps exist only at the last one.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(organisers.grant_after_migrate, sender=last, dispatch_uid="community.organisers")
        register_personal_data(PERSONAL_DATA)
        # Wagtail reads the name of this class when it builds the administration.
        wagtail_users: Any = apps.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "hub.community.viewsets.MemberViewSet"
