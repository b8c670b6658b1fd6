"""The kinds of results, in the order in which they are shown, and the models they are read from."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail.models import Page

from casestudies.models import AssemblyPage, CaseStudyPage, Recommendation, ReportPage, TestimonyPage
from glossary.models import DefinitionPage, Term, Theme
from hub.core.models import BasePage
from workshops.models import WorkshopPage

PAGE, THEME, TERM, RECOMMENDATION = "page", "theme", "term", "demande"


@dataclass(frozen=True)
class Kind:
    """A kind of result: `key` is the value of `?type=`, `label` its plural name. No model: every other page."""

    key: str
    label: str
    name: str
    model: type | None
    #: Whether typing the name of the kind finds all of them.
    is_typed: bool = True


KINDS = [
    Kind("themes", "Thèmes", "Thème", Theme),
    Kind("ateliers", "Ateliers", "Atelier", WorkshopPage),
    Kind("etudes", "Études de cas", "Étude de cas", CaseStudyPage),
    Kind("assemblees", "Assemblées", "Assemblée", AssemblyPage),
    Kind("suites", "Suites", "Recommandation", Recommendation),
    Kind("temoignages", "Témoignages", "Témoignage", TestimonyPage),
    Kind("comptes-rendus", "Comptes-rendus", "Compte-rendu", ReportPage),
    Kind("glossaire", "Glossaire", "Glossaire", Term, is_typed=False),
    Kind("definition", "Définition", "Définition", DefinitionPage, is_typed=False),
    Kind("pages", "Pages", "Page", None, is_typed=False),
]
BY_KEY = {kind.key: kind for kind in KINDS}
#: Families of what is no page, and the model of each.
THINGS: dict[str, Any] = {THEME: Theme, TERM: Term, RECOMMENDATION: Recommendation}
_BY_MODEL = {kind.model._meta.label_lower: kind for kind in KINDS if kind.model}  # type: ignore[attr-defined]  # what every model has


def kind_of(model: str) -> Kind:
    """The kind of a model named `app.model`."""
    return _BY_MODEL.get(model, BY_KEY["pages"])


def family_of(model: type) -> str:
    """«page», that of a thing which is no page, or nothing for what the search does not look into."""
    if issubclass(model, Page):
        return PAGE
    return next((family for family, thing in THINGS.items() if thing is model), "")


def page_types() -> list[type[BasePage]]:
    """Every type of page that the search looks into: all but the home page."""
    found = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return [model for model in found if model._meta.label_lower != "home.homepage"]
