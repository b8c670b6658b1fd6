"""Assemblies, with everything that is known of each."""

from collections.abc import Iterable
from decimal import Decimal

from casestudies.evidence.structure import STRUCTURE_FIELDS
from casestudies.models import AssemblyPage, CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from glossary.models import Criterion, Theme
from hub.community.models import Authority
from hub.core.models import BasePage
from hub.home.site_tree import tree
from hub.home.site_tree.data import Created, Row, attach, read
from hub.home.site_tree.text import Sources
from hub.home.starter.references import cited

FACT_FIELDS = ("key", "label", "value", "unit", "compensation_type", "condition", "valid_on", "confidence", "note")
GENERATION_FIELDS = ("label", "period", "size", "mandate_min_months", "mandate_max_months", "topics", "outputs")
COPIED_FIELDS = ("slug", "title", "status", "status_note", "permanence_note")


def load_assemblies(
    *,
    parent: BasePage,
    live: bool,
    themes: dict[str, Theme],
    criteria: dict[int, Criterion],
    sources: Sources,
    authorities: dict[str, Authority],
    created: Created,
) -> dict[str, AssemblyPage]:
    """Every assembly, by slug."""
    rows = read("assemblies")
    pages = tree.existing(AssemblyPage, parent=parent, slugs=[row["slug"] for row in rows])
    for row in rows:
        if row["slug"] in pages:
            continue
        page = _assembly(row, sources=sources)
        page.authority = authorities[row["authority"]]
        page.themes = [themes[slug] for slug in row["themes"]]
        attach(page, answers=list(_answers(row["answers"], criteria=criteria, sources=sources)))
        tree.add(page, parent=parent, live=live)
        pages[row["slug"]] = page
        created[AssemblyPage] += 1
    return pages


def _assembly(row: Row, *, sources: Sources) -> AssemblyPage:
    page = AssemblyPage(
        **{name: row[name] for name in COPIED_FIELDS},
        introduction=row["summary"],
        language=row.get("language", "fr"),
        other_names="\n".join(row["aliases"]),
        is_counter_example=row["counter_example"],
        is_starter=True,
    )
    attach(
        page,
        facts=[_fact(line, sources=sources) for line in row["facts"]],
        milestones=[_milestone(line, sources=sources) for line in row["milestones"]],
        generations=[_generation(line, sources=sources) for line in row["generations"]],
    )
    return page


def _fact(row: Row, *, sources: Sources) -> Fact:
    """A fact; the file writes only the boxes that say something."""
    amounts = {name: None if row[name] is None else Decimal(str(row[name])) for name in ("amount", "amount_max")}
    texts = {name: row[name] for name in (*FACT_FIELDS, "conflict")}
    boxes = {name: row[name] for name in STRUCTURE_FIELDS if name in row}
    return Fact(**texts, **amounts, **boxes, **cited(row, sources))


def _milestone(row: Row, *, sources: Sources) -> Milestone:
    return Milestone(when=row["when"], text=row["text"], is_certain=row["certain"], **cited(row, sources))


def _generation(row: Row, *, sources: Sources) -> Generation:
    generation = Generation(**{name: row[name] for name in GENERATION_FIELDS}, **cited(row, sources))
    attach(generation, routes=[GenerationRoute(**route) for route in row["routes"]])
    return generation


def _answers(rows: Iterable[Row], *, criteria: dict[int, Criterion], sources: Sources) -> Iterable[CriterionAnswer]:
    """Answers to the criteria and points that still exist."""
    points = {(number, point.key): point for number, asked in criteria.items() for point in asked.points.all()}
    for row in rows:
        criterion, key = criteria.get(row["criterion"]), row.get("point", "")
        point = points.get((row["criterion"], key))
        if criterion is not None and (point is not None or not key):
            words = {"state": row["state"], "reason": row["reason"], "point": point}
            yield CriterionAnswer(criterion=criterion, **words, **cited(row, sources))
