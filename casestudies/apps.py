from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        from casestudies.actions.purging import purge_proposals  # models are not ready at import time
        from casestudies.personal import PERSONAL_DATA
        from hub.core.registries import register_personal_data, register_purge

        register_purge("propositions", purge_proposals)
        for data in PERSONAL_DATA:
            register_personal_data(data)
