from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hub.home"
    label = "home"
    verbose_name = "Accueil"

    def ready(self) -> None:
        from hub.core.registries import register_job, register_personal_data, register_purge
        from hub.core.search_index import drop_deleted_words
        from hub.home.actions.erasure import write_erasures_down  # models are not ready at import time
        from hub.home.actions.inactivity import purge_inactive_members
        from hub.home.actions.news import send_digests
        from hub.home.personal import PERSONAL_DATA

        register_job("nouvelles par thème", send_digests)
        register_purge("comptes inactifs", purge_inactive_members)
        register_purge("mots effacés de la recherche", drop_deleted_words)
        register_purge("registre des effacements", write_erasures_down)
        register_personal_data(PERSONAL_DATA)
