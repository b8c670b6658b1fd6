"""Sources, assemblies and what is known of them, as columns to take away."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.disputes import disputed
from casestudies.evidence.facts import CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from casestudies.evidence.source import Source, Sourced
from hub.core.exports import Exported, Load, Query, by_key, exported, in_turn, joined_keys, key_of, page_columns
from hub.core.tabular import Column, Kind, Table, column, computed

IN_UNIT = "voir la colonne « unite »"


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
        column(Source, "langue", "language"),
        column(Source, "doi", "doi", note="L’identifiant durable du document (Digital Object Identifier)."),
        column(Source, "adresse_archivee", "archived_url"),
        column(Source, "lien_mort_depuis", "dead_since", note="Le jour de la première lecture qui a échoué."),
    ),
    "Les documents sur lesquels reposent les faits, les réponses et les études publiés.",
)


ASSEMBLIES = Table(
    "assemblees",
    "Assemblées",
    (
        *page_columns(AssemblyPage),
        key_of(AssemblyPage, "collectivite", "authority"),
        column(AssemblyPage, "nom_de_la_collectivite", "authority__name", label="nom de la collectivité"),
        computed("autres_noms", "autres appellations", lambda page: page.other_name_list, Kind.LIST),
        column(AssemblyPage, "langue_du_nom", "language"),
        column(AssemblyPage, "statut", "status"),
        column(AssemblyPage, "statut_precision", "status_note"),
        column(AssemblyPage, "vocation_a_durer", "permanence_note"),
        column(AssemblyPage, "contre_exemple", "is_counter_example"),
        joined_keys(AssemblyPage, "themes", "themes"),
        column(AssemblyPage, "verifiee_le", "verified_on"),
        column(AssemblyPage, "fiche_de_demarrage", "is_starter"),
    ),
)


STRUCTURE = (
    column(Fact, "invitations", "invited", note="Combien ont été invités à se porter volontaires. Vide : inconnu."),
    column(Fact, "base_des_invitations", "invited_unit", note="Des taux sur deux bases ne se comparent pas."),
    column(Fact, "volontaires", "volunteers", unit="personnes", note="Combien ont répondu oui, ou se sont présentés."),
    column(Fact, "tirees_au_sort", "drawn", unit="personnes", note="Combien de membres viennent d’un tirage au sort."),
    column(Fact, "membres", "seated", unit="personnes", note="Combien de personnes siègent."),
    column(Fact, "suppleants", "substitutes", unit="personnes"),
    computed(
        "taux_de_reponse",
        "taux de réponse",
        lambda fact: None if fact.rate is None else round(fact.rate, 2),
        Kind.DECIMAL,
        unit="pour cent",
        note="Calculé par nous : volontaires ÷ invitations. Vide : pas calculable.",
    ),
    column(Fact, "vivier", "pool", note="D’où l’on tire : listes électorales, adresses, candidatures."),
    column(Fact, "strates", "strata", note="Ce que le tirage équilibre : âge, genre, quartier."),
    column(Fact, "frais_pris_en_charge", "extras", note="Garde d’enfants, transport, repas."),
    column(Fact, "cote_employeur", "employer", note="Congé, autorisation d’absence, salaire maintenu."),
    column(Fact, "renouvellement", "renewal", note="Renouvelable ou non, rotation."),
    column(Fact, "qui_repond", "answered_by", note="Une institution ou une fonction, jamais une personne."),
    column(Fact, "delai_de_reponse", "answer_within", note="Le délai que la source annonce, en mots."),
    column(Fact, "forme_de_la_reponse", "answer_form", note="Délibération, refus motivé, retour public."),
    column(Fact, "fondement_juridique", "legal_ground", note="Le texte qui oblige à répondre."),
    column(Fact, "budget", "budget", unit="euros par an", note="Pour faire fonctionner l’assemblée. Vide : inconnu."),
    column(Fact, "personnel", "staff", unit="équivalents temps plein", note="Vide : inconnu."),
    column(Fact, "cherche_en_vain", "sought", note="Ce qui n’a pas été trouvé. Vide : tout le sujet."),
    column(Fact, "cherche_le", "looked_on", note="Le jour de la recherche, dans les sources citées."),
)


FACTS = Table(
    "faits",
    "Faits",
    (
        key_of(Fact, "assemblee", "page", label="assemblée"),
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
        key_of(Fact, "theme", "theme", note="Vide : la question habituelle du sujet."),
        *STRUCTURE,
        computed(
            "contredit",
            "contredit par un autre fait",
            lambda fact: fact.is_disputed,
            Kind.BOOLEAN,
            note="Calculé : un autre fait de l’assemblée, du même sujet, du même libellé et de la même date, dit autre "
            "chose. Les événements, qui s’ajoutent, et ce qui n’est pas trouvé n’y comptent pas.",
        ),
        sources_column(),
    ),
    "Un fait par ligne, avec sa source ; quand les sources se contredisent, la colonne « desaccord » le dit.",
)


MILESTONES = Table(
    "dates",
    "Dates de l’histoire",
    (
        key_of(Milestone, "assemblee", "page", label="assemblée"),
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
        key_of(Generation, "assemblee", "page", label="assemblée"),
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
        key_of(GenerationRoute, "assemblee", "generation.page", label="assemblée"),
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
        key_of(CriterionAnswer, "assemblee", "page", label="assemblée"),
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


def exported_assemblies() -> QuerySet:
    return AssemblyPage.objects.visible_to_all().select_related("authority").prefetch_related("themes")


def visible_lines(model: Any) -> QuerySet:
    """The rows of `model` on the sheets that anybody may read."""
    return model.objects.filter(page__in=AssemblyPage.objects.visible_to_all().values("pk"))


def citing() -> list[QuerySet]:
    """All lines that rest on sources."""
    return [visible_lines(model) for model in (Milestone, Generation, Fact, CriterionAnswer)]


def _pages_of(few: Sequence[int]) -> dict[int, AssemblyPage]:
    return AssemblyPage.objects.visible_to_all().only("slug").in_bulk(few)


def _lines_of(model: Any, *related: str) -> Callable[[Sequence[int]], list[Any]]:
    """The lines of a few pages. Each page is one object, however many lines refer to it."""

    def load(few: Sequence[int]) -> list[Any]:
        pages, sources = _pages_of(few), Source.objects.order_by().only("key")
        found = model.objects.filter(page__in=pages).select_related(*related).order_by("sort_order", "pk")
        cited = (Prefetch(name, sources) for name in Sourced.SOURCE_FIELDS)
        lines = in_turn(few, found.prefetch_related(*cited), "page_id")
        for line in lines:
            line.page = pages[line.page_id]
        return lines

    return load


def _routes() -> QuerySet:
    return GenerationRoute.objects.filter(generation__in=visible_lines(Generation).values("pk"))


def _routes_of(few: Sequence[int]) -> list[GenerationRoute]:
    pages = _pages_of(few)
    found = GenerationRoute.objects.filter(generation__page__in=pages).select_related("generation")
    in_order = found.order_by("generation__sort_order", "generation__pk", "sort_order", "pk")
    routes = in_turn(few, in_order, "generation.page_id")
    for route in routes:
        route.generation.page = pages[route.generation.page_id]
    return routes


def _facts_of(few: Sequence[int]) -> list[Fact]:
    """Each knows whether another one of its page contradicts it."""
    facts = _lines_of(Fact, "theme")(few)
    for _, own in groupby(facts, key=lambda fact: fact.page_id):
        of_page = list(own)
        contradicted = disputed(of_page)
        for fact in of_page:
            fact.is_disputed = fact in contradicted
    return facts


def _of_pages(table: Table, lines: Query, load: Load) -> Exported:
    return Exported(table, lambda: by_key(AssemblyPage.objects.visible_to_all()), load, lambda: lines().count())


def _of(table: Table, model: Any, *related: str) -> Exported:
    return _of_pages(table, lambda: visible_lines(model), _lines_of(model, *related))


EXPORTED = (
    exported(ASSEMBLIES, exported_assemblies),
    _of(MILESTONES, Milestone),
    _of(GENERATIONS, Generation),
    _of_pages(ROUTES, _routes, _routes_of),
    _of_pages(FACTS, lambda: visible_lines(Fact), _facts_of),
    _of(ANSWERS, CriterionAnswer, "criterion__version", "point"),
)
