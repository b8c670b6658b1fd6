from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        from casestudies import receivers  # models are not ready at import time

        receivers.connect()
