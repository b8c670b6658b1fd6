"""Pages of a document of open data: workshops, assemblies with their evidence, case studies."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

import casestudies.evidence.exports as evidence
import casestudies.publications.exports as learnt
import workshops.workshop.exports as planned
from casestudies.models import (
    AssemblyPage,
    CaseStudyPage,
    CriterionAnswer,
    Fact,
    Generation,
    GenerationRoute,
    Milestone,
    Source,
)
from glossary.models import Criterion, CriterionPoint, Theme
from hub.community.models import Authority
from hub.core.enums import Half, Language
from hub.core.former.keys import open_keys
from hub.core.models import BasePage
from hub.core.tabular import Table
from hub.home.open_data.reading import Document, Refused, Row, cited, instant, one, prose, several, valid, values
from hub.home.site_tree import text, tree
from hub.home.site_tree.data import attach
from workshops.models import Cycle, OutsideEvent, WorkshopPage, WorkshopPartner

#: Fields that the tree of pages writes itself.
DATES = ("publiee_le", "mise_a_jour_le")
TREE_FIELDS = ("path", "depth", "url_path", "translation_key", "locale", "content_type")
MAX_HEADING = 120


@dataclass
class Known:
    """What pages refer to, by identifier; pages join as they are loaded."""

    themes: dict[str, Theme]
    criteria: dict[tuple[int, int], Criterion]
    points: dict[tuple[int, int, str], CriterionPoint]
    authorities: dict[str, Authority]
    sources: dict[str, Source]
    cycles: dict[str, Cycle]
    events: dict[str, OutsideEvent]
    workshops: dict[str, WorkshopPage] = field(default_factory=dict)
    assemblies: dict[str, AssemblyPage] = field(default_factory=dict)


def _load_pages(
    document: Document, table: Table, model: type[BasePage], parent: BasePage, make: Callable[[Row], BasePage]
) -> dict[str, Any]:
    """Pages below `parent` by identifier: those already there, then those that could be made from the rows."""
    rows = list(document.rows(table))
    keys = open_keys(model)
    pages: dict[str, Any] = {keys.get(page.pk, page.slug): page for page in model.objects.child_of(parent)}
    pages |= tree.existing(model, parent=parent, slugs=[row["identifiant"] for row in rows])
    for row in rows:
        slug = row["identifiant"]
        if slug in pages:
            document.report.kept[table.title] += 1
            continue
        try:
            first, last = (instant(row[name]) for name in DATES)
            page = valid(make(row), but=TREE_FIELDS)
        except (ValidationError, Refused) as error:
            document.refuse(table, row, error)
            continue
        tree.add(page, parent=parent)
        model.objects.filter(pk=page.pk).update(first_published_at=first, last_published_at=last)
        pages[slug] = page
        document.report.created[table.title] += 1
    return pages


class Children:
    """Rows of a table of lines, by the page they belong to."""

    def __init__(self, document: Document, table: Table, owner: str, make: Callable[[Row], Any]) -> None:
        self.document, self.table, self.make = document, table, make
        self.rows: dict[str, list[Row]] = defaultdict(list)
        for row in document.rows(table):
            self.rows[row[owner]].append(row)

    def of(self, slug: str) -> list[Any]:
        """The lines of one page; those that can't be taken are reported, the others keep their order."""
        made = []
        for row in self.rows[slug]:
            try:
                made.append(self.make(row))
            except (ValidationError, Refused) as error:
                self.document.refuse(self.table, row, error)
            else:
                self.document.report.created[self.table.title] += 1
        return made


# ---------------------------------------------------------------- workshops
def load_workshops(document: Document, known: Known, *, parent: BasePage) -> None:
    """Workshops, then which one replaces which: a fallback may stand before the workshop it replaces."""

    def partner(row: Row) -> WorkshopPartner:
        place = one(known.authorities, row["collectivite"], "la collectivité")
        return valid(WorkshopPartner(authority=place, **values(planned.PARTNERS, row)), but=["workshop"])

    partners = Children(document, planned.PARTNERS, "atelier", partner)
    fresh: list[tuple[WorkshopPage, Row]] = []

    def make(row: Row) -> WorkshopPage:
        page = WorkshopPage(**values(planned.WORKSHOPS, row, without=DATES))
        page.cycle = one(known.cycles, row["cycle"], "le cycle")
        page.host_event = one(known.events, row["evenement"], "l’événement")
        page.themes = document.links(planned.WORKSHOPS, row, known.themes, row["themes"], "le thème")
        attach(page, partners=partners.of(row["identifiant"]))
        fresh.append((page, row))
        return page

    known.workshops = _load_pages(document, planned.WORKSHOPS, WorkshopPage, parent, make)
    for page, row in fresh:
        if page.pk and row["repli_de"]:
            _fall_back(document, known, page, row)


def _fall_back(document: Document, known: Known, page: WorkshopPage, row: Row) -> None:
    try:
        page.fallback_for = one(known.workshops, row["repli_de"], "l’atelier")
        page.clean()
    except (ValidationError, Refused) as error:
        document.refuse(planned.WORKSHOPS, row, error)
        return
    WorkshopPage.objects.filter(pk=page.pk).update(fallback_for=page.fallback_for)
    page.refresh_from_db()
    page.save_revision(clean=False, changed=False)


# ---------------------------------------------------------------- assemblies
def load_assemblies(document: Document, known: Known, *, parent: BasePage) -> None:
    """Assemblies with everything that is known of each."""

    def sourced(table: Table, model: Any) -> Children:
        return Children(document, table, "assemblee", lambda row: _line(table, model, row, known))

    def fact(row: Row) -> Fact:
        theme = one(known.themes, row["theme"], "le thème")
        fields = {**values(evidence.FACTS, row), **cited(row, known.sources)}
        return valid(Fact(theme=theme, **fields), but=["page"])

    facts = Children(document, evidence.FACTS, "assemblee", fact)
    milestones = sourced(evidence.MILESTONES, Milestone)
    answers = Children(document, evidence.ANSWERS, "assemblee", lambda row: _answer(row, known))
    generations = _generations(document, known)

    def make(row: Row) -> AssemblyPage:
        slug = row["identifiant"]
        page = AssemblyPage(**values(evidence.ASSEMBLIES, row, without=DATES))
        page.language = page.language or Language.FRENCH  # files from before the column
        page.other_names = "\n".join(row["autres_noms"])
        page.authority = one(known.authorities, row["collectivite"], "la collectivité")
        page.themes = document.links(evidence.ASSEMBLIES, row, known.themes, row["themes"], "le thème")
        attach(
            page,
            facts=facts.of(slug),
            milestones=milestones.of(slug),
            generations=generations.of(slug),
            answers=_once(document, answers.of(slug)),
        )
        return page

    known.assemblies = _load_pages(document, evidence.ASSEMBLIES, AssemblyPage, parent, make)


def _line(table: Table, model: Any, row: Row, known: Known) -> Any:
    return valid(model(**values(table, row), **cited(row, known.sources)), but=["page"])


def _generations(document: Document, known: Known) -> Children:
    """Generations with their ways in, which name theirs by its assembly and its own name."""
    routes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in document.rows(evidence.ROUTES):
        routes[row["assemblee"], row["generation"]].append(row)

    def make(row: Row) -> Generation:
        generation = _line(evidence.GENERATIONS, Generation, row, known)
        ways = [GenerationRoute(**values(evidence.ROUTES, way)) for way in routes[row["assemblee"], row["nom"]]]
        attach(generation, routes=[valid(way, but=["generation"]) for way in ways])
        document.report.created[evidence.ROUTES.title] += len(ways)
        return generation

    return Children(document, evidence.GENERATIONS, "assemblee", make)


def _answer(row: Row, known: Known) -> CriterionAnswer:
    number = (row["version"], row["critere"])
    criterion = one(known.criteria, number, "le critère")
    point = one(known.points, (*number, row["point"]) if row["point"] else None, "le point")
    fields = values(evidence.ANSWERS, row)
    return valid(CriterionAnswer(criterion=criterion, point=point, **fields, **cited(row, known.sources)), but=["page"])


def _once(document: Document, answers: Iterable[CriterionAnswer]) -> list[CriterionAnswer]:
    """Answers without a second one to the same question, which the database would refuse."""
    kept: dict[tuple[int | None, int | None], CriterionAnswer] = {}
    for answer in answers:
        if (answer.criterion_id, answer.point_id) in kept:
            document.report.created[evidence.ANSWERS.title] -= 1
            document.report.refused.append(
                f"{evidence.ANSWERS.title}, « {answer.criterion} » : une réponse est déjà là."
            )
        else:
            kept[answer.criterion_id, answer.point_id] = answer
    return list(kept.values())


# ---------------------------------------------------------------- case studies
def load_case_studies(document: Document, known: Known, *, parent: BasePage) -> None:
    """Case studies in their two parts."""
    parts = Children(document, learnt.STEPS, "etude", lambda row: (row["partie"], _step(row, known)))

    def make(row: Row) -> CaseStudyPage:
        made = parts.of(row["identifiant"])
        page = CaseStudyPage(
            **values(learnt.CASE_STUDIES, row, without=DATES),
            practice=text.stream("step", (step for part, step in made if part == str(Half.PRACTICE.value))),
            outcome=text.stream("step", (step for part, step in made if part == str(Half.OUTCOME.value))),
        )
        page.themes = document.links(learnt.CASE_STUDIES, row, known.themes, row["themes"], "le thème")
        page.assemblies = document.links(learnt.CASE_STUDIES, row, known.assemblies, row["assemblees"], "l’assemblée")
        page.workshops = document.links(learnt.CASE_STUDIES, row, known.workshops, row["ateliers"], "l’atelier")
        page.tags.add(*row["etiquettes"])
        return page

    _load_pages(document, learnt.CASE_STUDIES, CaseStudyPage, parent, make)


def _step(row: Row, known: Known) -> dict[str, Any]:
    if row["partie"] not in {str(part.value) for part in Half}:
        raise Refused(f"la partie « {row['partie'][:20]} » n’existe pas.")
    if not 0 < len(row["titre"]) <= MAX_HEADING:
        raise Refused(f"un titre a de 1 à {MAX_HEADING} signes.")
    sources = several(known.sources, row["sources"], "la source")
    theme = one(known.themes, row["theme"], "le thème")
    return {
        "heading": row["titre"],
        "documented": row["documente"],
        "text": prose(row["texte"]),
        "theme": str(theme.pk) if theme else "",
        "sources": [{"type": "item", "value": source.pk, "id": str(uuid.uuid4())} for source in sources],
    }
