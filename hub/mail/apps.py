from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "hub.mail"
    label = "mail"
    verbose_name = "Courrier"

    def ready(self) -> None:
        from hub.mail import receivers  # models are not ready at import time

        receivers.connect()
