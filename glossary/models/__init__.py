"""The words of the group: themes, the definition and its criteria, terms."""

from glossary.models.definition import Criterion, CriterionPoint, DefinitionVersion, criteria_in_force
from glossary.models.equivalents import EquivalentWords
from glossary.models.explained import ExplainedPage, Explanations, pages_that_open
from glossary.models.pages import DefinitionPage, GlossaryPage
from glossary.models.term import Term
from glossary.models.theme import Theme, ThemeQuestion, ThemeRequest

__all__ = [
    "Criterion",
    "CriterionPoint",
    "DefinitionPage",
    "DefinitionVersion",
    "EquivalentWords",
    "ExplainedPage",
    "Explanations",
    "GlossaryPage",
    "Term",
    "Theme",
    "ThemeQuestion",
    "ThemeRequest",
    "criteria_in_force",
    "pages_that_open",
]
