from typing import Any

from django.apps import AppConfig, apps


class CommunityConfig(AppConfig):
    name = "hub.community"
    label = "community"
    verbose_name = "Communauté"

    def ready(self) -> None:
        from hub.community import receivers  # models are not ready at import time

        receivers.connect()
        # Wagtail reads the name of this class when it builds the administration.
        wagtail_users: Any = apps.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "hub.community.viewsets.MemberViewSet"
