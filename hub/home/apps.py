from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hub.home"
    label = "home"
    verbose_name = "Accueil"

    def ready(self) -> None:
        # Apps are not ready at import time.
        from casestudies.models import Fact, Generation, GenerationRoute, Milestone, Source
        from glossary.models import CriterionPoint, Term, ThemeQuestion
        from hub.core.kept import watch
        from workshops.models import Cycle, OutsideEvent, WorkshopPage, WorkshopPartner

        # What hub.home.open_data tells besides what lists read (casestudies/apps.py).
        watch(Fact, Generation, GenerationRoute, Milestone, Source, CriterionPoint, Term, ThemeQuestion)
        watch(Cycle, OutsideEvent, WorkshopPage, WorkshopPartner)
