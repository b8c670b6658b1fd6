from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        # Apps are not ready at import time.
        from casestudies.actions import freshness, reports
        from hub.core.registries import register_personal_data, register_purge

        register_purge("fact_reports", reports.purge_reports)
        register_purge("verification_requests", freshness.purge_requests)
        for data in (reports.PERSONAL_DATA, freshness.PERSONAL_DATA):
            register_personal_data(data)
