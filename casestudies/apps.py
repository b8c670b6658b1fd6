from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        from casestudies.actions.moderation import queue_digest, remind_authors  # after the models
        from hub.core.registries import register_job

        register_job("proposal-digest", queue_digest)
        register_job("proposal-reminders", remind_authors)
