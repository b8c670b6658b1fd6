from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "hub.mail"
    label = "mail"
    verbose_name = "Courrier"

    def ready(self) -> None:
        from hub.core.registries import register_personal_data
        from hub.mail.personal import PERSONAL_DATA

        register_personal_data(PERSONAL_DATA)
