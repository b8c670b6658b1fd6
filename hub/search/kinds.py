"""The kinds of results, in the order in which they are shown."""

from dataclasses import dataclass

from casestudies.models import AssemblyPage, CaseStudyPage, ReportPage, TestimonyPage
from glossary.models import DefinitionPage, Term, Theme
from workshops.models import WorkshopPage


@dataclass(frozen=True)
class Kind:
    """A kind of result: `key` is the value of `?type=`, `label` its plural name."""

    key: str
    label: str
    name: str
    model: type


KINDS = [
    Kind("themes", "Thèmes", "Thème", Theme),
    Kind("ateliers", "Ateliers", "Atelier", WorkshopPage),
    Kind("etudes", "Études de cas", "Étude de cas", CaseStudyPage),
    Kind("assemblees", "Assemblées", "Assemblée", AssemblyPage),
    Kind("temoignages", "Témoignages", "Témoignage", TestimonyPage),
    Kind("comptes-rendus", "Comptes-rendus", "Compte-rendu", ReportPage),
    Kind("glossaire", "Glossaire", "Glossaire", Term),
    Kind("definition", "Définition", "Définition", DefinitionPage),
]
