from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "hub.mail"
    label = "mail"
    verbose_name = "Courrier"

    def ready(self) -> None:
        from hub.core.registries import register_job, register_personal_data, register_purge
        from hub.mail.personal import PERSONAL_DATA
        from hub.mail.purging import purge_mails
        from hub.mail.sending import settle_stale

        register_job("courrier périmé", settle_stale)
        register_purge("textes des messages", purge_mails)
        register_personal_data(PERSONAL_DATA)
