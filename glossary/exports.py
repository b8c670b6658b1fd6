"""Themes, terms and the definition, as columns to take away."""

from django.db.models import Prefetch, QuerySet

from glossary.models import Criterion, CriterionPoint, Term, Theme
from hub.core.exports import exported, joined_keys, key_column
from hub.core.tabular import Kind, Table, column, computed
from hub.core.validators import lines

THEMES = Table(
    "themes",
    "Thèmes",
    (
        key_column(Theme),
        column(Theme, "libelle", "label"),
        column(Theme, "libelle_court", "short_label"),
        column(Theme, "ordre", "order"),
        computed("questions", "questions", lambda theme: [each.text for each in theme.questions.all()], Kind.LIST),
    ),
    "Les questions du groupe, dans les mots du texte fondateur.",
)
TERMS = Table(
    "termes",
    "Termes du glossaire",
    (
        key_column(Term),
        column(Term, "terme", "name"),
        column(Term, "definition", "definition"),
        column(Term, "definition_facile", "easy_definition"),
        computed("formes", "formes", lambda term: lines(term.forms), Kind.LIST),
        computed("equivalents", "équivalents", lambda term: lines(term.equivalents), Kind.LIST),
        joined_keys(Term, "voir_aussi", "see_also"),
        joined_keys(Term, "themes", "themes"),
        column(Term, "definition_de_depart", "is_starter"),
    ),
    "Les mots qui ont une définition.",
)
CRITERIA = Table(
    "criteres",
    "Critères de la définition",
    (
        column(Criterion, "version", "version__number", kind=Kind.INTEGER),
        column(Criterion, "adoptee", "version__adopted_on", label="adoptée", kind=Kind.WHEN),
        column(Criterion, "en_vigueur", "version__is_current", label="en vigueur", kind=Kind.BOOLEAN),
        column(Criterion, "note", "version__note", label="note sur la version"),
        column(Criterion, "numero", "number"),
        column(Criterion, "libelle", "label"),
        column(Criterion, "texte", "wording"),
    ),
    "Toutes les versions de la définition : une nouvelle n’efface pas les réponses données à l’ancienne.",
)
POINTS = Table(
    "points_de_critere",
    "Points des critères",
    (
        column(CriterionPoint, "version", "criterion__version__number", label="version", kind=Kind.INTEGER),
        column(CriterionPoint, "critere", "criterion__number", label="critère", kind=Kind.INTEGER),
        column(CriterionPoint, "identifiant", "key"),
        column(CriterionPoint, "libelle", "label"),
    ),
)


def _as_read(query: QuerySet) -> list[int]:
    return list(query.values_list("pk", flat=True))


def _terms() -> QuerySet:
    """A term without definition is not public."""
    defined = Term.objects.exclude(definition="")
    return defined.prefetch_related(Prefetch("see_also", defined), "themes")


def _criteria() -> QuerySet:
    return Criterion.objects.select_related("version").order_by("version__number", "number", "pk")


def _points() -> QuerySet:
    points = CriterionPoint.objects.select_related("criterion__version")
    return points.order_by("criterion__version__number", "criterion__number", "sort_order", "pk")


EXPORTED = (
    exported(THEMES, lambda: Theme.objects.prefetch_related("questions")),
    exported(TERMS, _terms),
    exported(CRITERIA, _criteria, _as_read),
    exported(POINTS, _points, _as_read),
)
