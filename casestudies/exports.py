"""Assemblies, their evidence and case studies, as columns to take away.

Testimonies have a table for their list only: the words of persons are read on the site, with the rest of the page,
and the names shown there stay there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from casestudies.models.assembly import AssemblyPage
from casestudies.models.case_study import CaseStudyPage
from casestudies.models.evidence import CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from casestudies.models.report import ReportPage
from casestudies.models.source import Source, Sourced
from casestudies.models.testimony import TestimonyPage
from hub.core.enums import Part
from hub.core.exports import page_columns
from hub.core.tabular import Column, Kind, Table, column, computed, joined_slugs
from workshops.models import WorkshopPage

#: Links to pages and files of this site by their number, which means nothing elsewhere.
_INNER_LINK = re.compile(r"<a\b[^>]*\blinktype=[^>]*>(.*?)</a>", re.DOTALL)
#: What the editor notes about its paragraphs.
_EDITOR_NOTE = re.compile(r'\sdata-block-key="[^"]*"')
IN_UNIT = "voir la colonne « unite »"


@dataclass(frozen=True)
class Step:
    """A step of one of the two parts of a case study, read from its stored text: no query."""

    study: CaseStudyPage
    part: Part
    order: int
    heading: str
    is_documented: bool
    text: str
    source_keys: list[str]


def tag_names(study: CaseStudyPage) -> list[str]:
    return sorted(item.tag.name for item in study.tagged_items.all())


def sources_column() -> Column:
    return computed("sources", "sources", lambda line: [source.key for source in line.sources], Kind.LIST)


SOURCES = Table(
    "sources",
    "Sources",
    (
        column(Source, "identifiant", "key"),
        column(Source, "editeur", "publisher"),
        column(Source, "titre", "title"),
        column(Source, "adresse", "url"),
        column(Source, "nature", "kind"),
        column(Source, "publiee", "published_on"),
        column(Source, "consultee_le", "consulted_on"),
        column(Source, "remarque", "note"),
    ),
    "Les documents sur lesquels reposent les faits, les réponses et les études publiés.",
)
ASSEMBLIES = Table(
    "assemblees",
    "Assemblées",
    (
        *page_columns(AssemblyPage),
        column(AssemblyPage, "collectivite", "authority__slug"),
        column(AssemblyPage, "nom_de_la_collectivite", "authority__name", label="nom de la collectivité"),
        computed("autres_noms", "autres appellations", lambda page: page.other_name_list, Kind.LIST),
        column(AssemblyPage, "statut", "status"),
        column(AssemblyPage, "statut_precision", "status_note"),
        column(AssemblyPage, "vocation_a_durer", "permanence_note"),
        column(AssemblyPage, "contre_exemple", "is_counter_example"),
        joined_slugs(AssemblyPage, "themes", "themes"),
        column(AssemblyPage, "verifiee_le", "verified_on"),
        column(AssemblyPage, "fiche_de_demarrage", "is_starter"),
    ),
)
FACTS = Table(
    "faits",
    "Faits",
    (
        column(Fact, "assemblee", "page__slug", label="assemblée"),
        column(Fact, "sujet", "key"),
        column(Fact, "libelle", "label"),
        column(Fact, "valeur", "value"),
        column(Fact, "nombre", "amount", unit=IN_UNIT, note="Vide : inconnu. Un inconnu n’est pas un zéro."),
        column(Fact, "jusqu_a", "amount_max", unit=IN_UNIT),
        column(Fact, "unite", "unit"),
        column(Fact, "forme_d_indemnisation", "compensation_type"),
        column(Fact, "condition", "condition"),
        column(Fact, "vrai_depuis", "valid_on"),
        column(Fact, "confiance", "confidence"),
        column(Fact, "note", "note"),
        column(Fact, "desaccord", "conflict"),
        sources_column(),
    ),
    "Un fait par ligne, avec sa source ; quand les sources se contredisent, la colonne « desaccord » le dit.",
)
MILESTONES = Table(
    "dates",
    "Dates de l’histoire",
    (
        column(Milestone, "assemblee", "page__slug", label="assemblée"),
        column(Milestone, "quand", "when"),
        column(Milestone, "evenement", "text"),
        column(Milestone, "etabli", "is_certain"),
        sources_column(),
    ),
)
GENERATIONS = Table(
    "generations",
    "Générations",
    (
        column(Generation, "assemblee", "page__slug", label="assemblée"),
        column(Generation, "nom", "label"),
        column(Generation, "periode", "period"),
        column(Generation, "membres", "size", unit="personnes"),
        column(Generation, "mandat_de", "mandate_min_months", unit="mois"),
        column(Generation, "mandat_a", "mandate_max_months", unit="mois", label="mandat : à, en mois"),
        column(Generation, "sujets", "topics"),
        column(Generation, "suites", "outputs"),
        sources_column(),
    ),
)
ROUTES = Table(
    "voies_d_entree",
    "Voies d’entrée",
    (
        column(GenerationRoute, "assemblee", "generation__page__slug", label="assemblée"),
        column(GenerationRoute, "generation", "generation__label", label="génération"),
        column(GenerationRoute, "voie", "route"),
        column(GenerationRoute, "precision", "label"),
        column(GenerationRoute, "personnes", "count", unit="personnes"),
    ),
)
ANSWERS = Table(
    "reponses",
    "Réponses aux critères",
    (
        column(CriterionAnswer, "assemblee", "page__slug", label="assemblée"),
        column(
            CriterionAnswer,
            "version",
            "criterion__version__number",
            label="version de la définition",
            kind=Kind.INTEGER,
        ),
        column(CriterionAnswer, "critere", "criterion__number", kind=Kind.INTEGER),
        column(CriterionAnswer, "point", "point__key", note="Vide : la réponse porte sur tout le critère."),
        column(CriterionAnswer, "reponse", "state"),
        column(CriterionAnswer, "pourquoi", "reason"),
        sources_column(),
    ),
    "Des mots et des sources, jamais une note ni un rang.",
)
CASE_STUDIES = Table(
    "etudes_de_cas",
    "Études de cas",
    (
        *page_columns(CaseStudyPage),
        column(CaseStudyPage, "chiffre", "figure"),
        column(CaseStudyPage, "chiffre_unite", "figure_unit"),
        column(CaseStudyPage, "comment_on_fait", "practice_summary"),
        column(CaseStudyPage, "ce_que_cela_produit", "outcome_summary"),
        joined_slugs(CaseStudyPage, "assemblees", "assemblies"),
        computed("collectivites", "collectivités", lambda page: [place.name for place in page.authorities], Kind.LIST),
        joined_slugs(CaseStudyPage, "themes", "themes"),
        computed("etiquettes", "étiquettes", tag_names, Kind.LIST),
        joined_slugs(CaseStudyPage, "ateliers", "workshops"),
        column(CaseStudyPage, "fiche_de_demarrage", "is_starter"),
    ),
)
STEPS = Table(
    "etapes",
    "Étapes des études de cas",
    (
        computed("etude", "étude de cas", lambda step: step.study.slug),
        Column(
            "partie",
            "partie",
            Kind.CODE,
            lambda step: str(step.part.value),
            choices=tuple((str(part.value), part.label) for part in Part),
        ),
        computed("ordre", "ordre", lambda step: step.order, Kind.INTEGER),
        computed("titre", "titre", lambda step: step.heading),
        computed("documente", "documenté", lambda step: step.is_documented, Kind.BOOLEAN),
        computed("texte", "texte", lambda step: step.text, Kind.RICH),
        computed("sources", "sources", lambda step: step.source_keys, Kind.LIST),
    ),
)
#: Only for the lists people filter.
TESTIMONIES = Table(
    "temoignages",
    "Témoignages",
    (
        *page_columns(TestimonyPage),
        column(TestimonyPage, "collectivite", "authority__slug"),
        column(TestimonyPage, "nom_de_la_collectivite", "authority__name", label="nom de la collectivité"),
        joined_slugs(TestimonyPage, "themes", "themes"),
    ),
)
REPORTS = Table(
    "comptes_rendus",
    "Comptes-rendus",
    (
        *page_columns(ReportPage),
        column(ReportPage, "date_de_la_rencontre", "when"),
        joined_slugs(ReportPage, "collectivites", "authorities"),
        joined_slugs(ReportPage, "themes", "themes"),
    ),
)


def for_export(studies: QuerySet, user: object = None) -> QuerySet:
    """`studies` with what their columns read; a hidden assembly or workshop is never named."""
    assemblies = AssemblyPage.objects.visible_to(user).select_related("authority")
    workshops = WorkshopPage.objects.visible_to(user)
    related = ("themes", Prefetch("assemblies", assemblies), Prefetch("workshops", workshops), "tagged_items__tag")
    return studies.prefetch_related(None).prefetch_related(*related)


def steps(study: CaseStudyPage, keys: dict[int, str]) -> Iterator[Step]:
    """The steps of both parts; `keys` gives the identifiers of sources by number."""
    for part, stored in ((Part.PRACTICE, study.practice), (Part.OUTCOME, study.outcome)):
        for order, block in enumerate(stored.raw_data, 1):
            value = block["value"]
            cited = [entry["value"] if isinstance(entry, dict) else entry for entry in value.get("sources", [])]
            yield Step(
                study=study,
                part=part,
                order=order,
                heading=value.get("heading", ""),
                is_documented=value.get("documented", True),
                text=_EDITOR_NOTE.sub("", _INNER_LINK.sub(r"\1", value.get("text", ""))),
                source_keys=[keys[number] for number in cited if number in keys],
            )


def exported(user: object = None) -> Iterator[tuple[Table, Sequence[Any]]]:
    """Every table of what is learnt, sources first; only what pages that anybody may read rest on."""
    assemblies = list(_assemblies(user))
    evidence = list(_evidence([page.pk for page in assemblies]))
    studies = list(for_export(CaseStudyPage.objects.visible_to(user), user).order_by("slug", "pk"))
    sources = {source.pk: source for source in Source.objects.all()}
    keys = {number: source.key for number, source in sources.items()}
    all_steps = [step for study in studies for step in steps(study, keys)]
    cited = {source.key for _, lines in evidence for line in lines for source in getattr(line, "sources", ())}
    cited.update(key for step in all_steps for key in step.source_keys)
    yield SOURCES, sorted((each for each in sources.values() if each.key in cited), key=lambda source: source.key)
    yield ASSEMBLIES, assemblies
    yield from evidence
    yield CASE_STUDIES, studies
    yield STEPS, all_steps


def _assemblies(user: object) -> QuerySet:
    visible = AssemblyPage.objects.visible_to(user).select_related("authority").prefetch_related("themes")
    return visible.order_by("slug", "pk")


def _evidence(pages: Iterable[int]) -> Iterator[tuple[Table, Sequence[Sourced]]]:
    def lines(model: Any, *related: str) -> QuerySet:
        found = model.objects.filter(page__in=pages).select_related("page", *Sourced.SOURCE_FIELDS, *related)
        return found.order_by("page__slug", "sort_order", "pk")

    yield MILESTONES, list(lines(Milestone))
    generations = list(lines(Generation))
    yield GENERATIONS, generations
    routes = GenerationRoute.objects.filter(generation__in=[each.pk for each in generations])
    in_order = ("generation__page__slug", "generation__sort_order", "generation__pk", "sort_order", "pk")
    yield ROUTES, list(routes.select_related("generation__page").order_by(*in_order))
    yield FACTS, list(lines(Fact))
    yield ANSWERS, list(lines(CriterionAnswer, "criterion__version", "point"))
