from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class CommunityConfig(AppConfig):
    name = "hub.community"
    label = "community"
    verbose_name = "Communauté"

    def ready(self) -> None:
        from hub.community import organisers, receivers  # models are not ready at import time
        from hub.community.actions.invitations import purge_unconfirmed
        from hub.community.actions.security import purge_security_log
        from hub.community.actions.sessions import purge_sessions
        from hub.community.mails import EXAMPLES
        from hub.community.personal import PERSONAL_DATA
        from hub.core.limits import purge_limits
        from hub.core.registries import register_personal_data, register_purge
        from hub.mail.registries import register_preview

        for data in PERSONAL_DATA:
            register_personal_data(data)
        register_purge("invitations", purge_unconfirmed)
        register_purge("journal de sécurité", purge_security_log)
        register_purge("limites", purge_limits)
        register_purge("sessions finies", purge_sessions)
        for kind, make_example in EXAMPLES.items():
            register_preview(kind, make_example)
        # The signal is sent for each app in turn; permissions of all apps exist only at the last one.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(organisers.grant_after_migrate, sender=last, dispatch_uid="community.organisers")
        receivers.connect()
        # Wagtail reads the name of this class when it builds the administration.
        wagtail_users: Any = apps.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "hub.community.viewsets.MemberViewSet"
