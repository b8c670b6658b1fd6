"""Assemblies side by side: facts and criteria in words, each with its evidence. No score, no rank, no percentage."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.text import capfirst

from casestudies.evidence.assembly import AssemblyPage, distinct_names, with_evidence_of
from casestudies.evidence.criteria import answered_state
from casestudies.evidence.disputes import SENTENCE as DISPUTED
from casestudies.evidence.disputes import disputed
from casestudies.evidence.enums import AnswerState, Confidence, FactKey, Status
from casestudies.evidence.facts import CriterionAnswer, Fact
from casestudies.evidence.source import Source
from casestudies.publications.case_study import CaseStudyPage
from glossary.models import Criterion, criteria_in_force
from hub.core.lists.kept import kept_few
from hub.core.validators import one_line
from hub.french.numbers import lettres, pluriel

#: How many assemblies one page compares.
FEWEST, MOST = 2, 6
#: What a comparison shows first, after the questions the group asks; the other facts are one link away.
ESSENTIAL = (
    FactKey.SIZE,
    FactKey.SELECTION,
    FactKey.MANDATE,
    FactKey.COMPENSATION,
    FactKey.TOPICS,
    FactKey.FOLLOW_UP,
    FactKey.RIGHT_OF_FOLLOW_UP,
)
#: How many cells, calls, notes and sources one page may hold: beyond, the evidence has a page of its own.
LIGHT = 200
#: What the row of a whole criterion is called: alone, and above those of its points.
WHOLE = ("Réponse", "Dans l’ensemble")
#: Why a criterion has a state that nobody stated.
FROM_POINTS = "D’après ses points"
UNDOCUMENTED = AnswerState.UNDOCUMENTED.label
NOT_FOUND = Confidence.UNKNOWN.label

_AMOUNT = re.compile(r"^(\d[\d\s,.]*€)\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class Evidence:
    """What a cell rests on: sentences (disagreement, condition, date, note), then sources. Cells may share it."""

    sentences: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def words(self) -> str:
        """Everything in one line, for the file."""
        return one_line(" ".join([*self.sentences, *(source_words(source) for source in self.sources)]))


@dataclass(frozen=True)
class Line:
    """One statement of a cell. `number` is that of its evidence; 0 when there is none to show."""

    text: str = ""
    label: str = ""
    amount: str = ""
    state: str = ""
    mark: str = ""
    number: int = 0
    evidence: Evidence = Evidence()

    @property
    def words(self) -> str:
        label = f"{self.label} :" if self.label else ""
        state = f"{self.state}." if self.state and self.text else self.state
        return one_line(" ".join([state, label, self.amount, self.text]))


@dataclass(frozen=True)
class Cell:
    """What one assembly says on one row. `place` is that of its column, from 1."""

    place: int
    lines: tuple[Line, ...] = ()
    links: tuple[object, ...] = ()

    @property
    def words(self) -> str:
        return " / ".join([*(line.words for line in self.lines), *(str(page) for page in self.links)])

    @property
    def evidence_words(self) -> str:
        return " / ".join(dict.fromkeys(words for line in self.lines if (words := line.evidence.words)))


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    page: AssemblyPage | None = None


@dataclass(frozen=True)
class Group:
    """Rows under one heading; a criterion adds its number and the author's wording."""

    label: str
    rows: tuple[Row, ...]
    wording: str = ""
    number: int = 0


@dataclass(frozen=True)
class Column:
    place: int
    name: str
    page: AssemblyPage


@dataclass
class Drawers:
    """The evidence of a page, each once, numbered in reading order."""

    numbers: dict[Evidence, int] = field(default_factory=dict)

    def number(self, evidence: Evidence) -> int:
        if evidence == Evidence():
            return 0
        return self.numbers.setdefault(evidence, len(self.numbers) + 1)

    def line(self, evidence: Evidence, **fields: str) -> Line:
        return Line(number=self.number(evidence), evidence=evidence, **fields)


@dataclass(frozen=True)
class Comparison:
    """The table of two to six assemblies."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    drawers: Drawers
    criteria: int
    #: How many other facts are known, left out unless asked for.
    left_out: int

    @property
    def title(self) -> str:
        return counted_title(len(self.columns), self.criteria)

    @property
    def opens_in_place(self) -> bool:
        """True while the evidence may stand in the page of the table without weighing it down."""
        rows = [row for group in self.groups for row in group.rows]
        calls = len([line for row in rows for cell in row.cells for line in cell.lines if line.number])
        sources = sum(len(evidence.sources) for evidence in self.drawers.numbers)
        return len(rows) * (len(self.columns) + 2) + calls + len(self.drawers.numbers) + sources <= LIGHT

    @property
    def slugs(self) -> str:
        """Those of its assemblies, as the button of the dossier takes them."""
        return " ".join(column.page.slug for column in self.columns)

    @property
    def is_wide(self) -> bool:
        """True when columns have no room for chips."""
        return len(self.columns) > 3

    @property
    def has_unverified(self) -> bool:
        return any(column.page.needs_verification() for column in self.columns)

    @property
    def starters(self) -> int:
        """How many sheets nobody has read again yet."""
        return len([column for column in self.columns if column.page.is_starter])

    @property
    def names(self) -> str:
        """«Paris, Rouen et Poitiers»."""
        *first, last = [column.name for column in self.columns]
        return f"{', '.join(first)} et {last}" if first else last


@dataclass(frozen=True)
class Choice:
    """The assemblies one may compare among those asked, in the order asked, and what to tell about the others."""

    pages: tuple[AssemblyPage, ...]
    notices: tuple[str, ...]


def counted_title(assemblies: int, criteria: int) -> str:
    """«Trois assemblées, cinq critères»."""
    title = f"{lettres(assemblies, 'f').capitalize()} {pluriel(assemblies, 'assemblée,assemblées')}"
    return f"{title}, {lettres(criteria)} {pluriel(criteria, 'critère,critères')}" if criteria else title


def source_words(source: Source) -> str:
    published = f", {source.published_on.french().lower()}" if source.published_on else ""
    address = f" {source.url}" if source.url else ""
    return f"{source.publisher}, « {source.title} ». {source.get_kind_display()}{published}.{address}"


# -- choosing
def choose(slugs: Sequence[str]) -> Choice:
    """Read at most six of the visible assemblies asked by `slugs`. Two or three queries, whatever is asked."""
    wanted = list(dict.fromkeys(slugs))
    visible = AssemblyPage.objects.visible_to_all()
    known = dict(visible.filter(slug__in=wanted).values_list("slug", "pk"))
    found = [slug for slug in wanted if slug in known]
    chosen = found[:MOST]
    loaded = with_evidence_of(known[slug] for slug in chosen)
    pages = tuple(loaded[known[slug]] for slug in chosen if known[slug] in loaded)
    unknown = len([slug for slug in wanted if slug not in known])
    return Choice(pages, tuple(_notices(len(slugs) > len(wanted), unknown, len(found), len(pages))))


def _notices(repeated: bool, unknown: int, found: int, kept: int) -> Iterator[str]:
    if unknown == 1:
        yield "Une adresse ne correspond à aucune assemblée publiée : elle est laissée de côté."
    elif unknown:
        yield f"{unknown} adresses ne correspondent à aucune assemblée publiée : elles sont laissées de côté."
    if repeated:
        yield "La même assemblée est demandée plusieurs fois : elle ne compte qu’une fois."
    if found > MOST:
        yield f"Six assemblées au plus sur une page : les six premières sont gardées, sur {found} demandées."
    if kept == 1:
        yield "Une seule assemblée est choisie : cochez-en au moins une autre."
    elif unknown and not kept:
        yield "Choisissez-en dans la liste."


# -- comparing
def compare(pages: Sequence[AssemblyPage]) -> Comparison:
    """The table of `pages`, loaded `with_evidence()`, in their order: essential facts, criteria, what to read."""
    drawers = Drawers()
    facts, left_out = _facts(pages, drawers, all_facts=False)
    criteria = criteria_in_force()
    answered = [_criterion(criterion, pages, drawers) for criterion in criteria]
    return Comparison(_columns(pages), (facts, *answered, _to_read(pages)), drawers, len(criteria), left_out)


def compare_facts(pages: Sequence[AssemblyPage]) -> Comparison:
    """The table of every known fact of `pages`, and nothing else."""
    drawers = Drawers()
    facts, left_out = _facts(pages, drawers, all_facts=True)
    return Comparison(_columns(pages), (facts,), drawers, 0, left_out)


def _columns(pages: Sequence[AssemblyPage]) -> tuple[Column, ...]:
    named = zip(distinct_names(pages), pages, strict=True)
    return tuple(Column(place, name, page) for place, (name, page) in enumerate(named, 1))


def _row(label: str, lines: Iterable[Sequence[Line]]) -> Row:
    return Row(label, tuple(Cell(place, tuple(given) or (MISSING,)) for place, given in enumerate(lines, 1)))


MISSING = Line(state=UNDOCUMENTED, mark="unknown")


def _facts(pages: Sequence[AssemblyPage], drawers: Drawers, *, all_facts: bool) -> tuple[Group, int]:
    """The rows of facts, in the order of FactKey, and how many known ones are left out."""
    by_key = {key: [[fact for fact in page.facts.all() if fact.key == key] for page in pages] for key in FactKey.values}
    known = [key for key, each in by_key.items() if any(each)]
    shown = [key for key in known if all_facts or key in ESSENTIAL]
    status = [_row("Statut", [[_status(page, drawers)] for page in pages])] if all_facts else []
    population = _row("Population", [_population(page, drawers) for page in pages])
    rows = [_fact_row(FactKey(key), by_key[key], drawers) for key in shown]
    return Group("Faits", (*status, population, *rows)), len(known) - len(shown)


def _status(page: AssemblyPage, drawers: Drawers) -> Line:
    sentences = tuple(filter(None, [page.status_note, page.permanence_note]))
    if page.verified_on is None:
        verified = "fiche jamais vérifiée"
    else:
        verified = f"fiche vérifiée {page.verification.removeprefix('Vérifiés ').removesuffix('.')}"
    return drawers.line(Evidence(sentences), text=f"{Status(page.status).label}, {verified}")


def _population(page: AssemblyPage, drawers: Drawers) -> list[Line]:
    if page.authority.population is None:
        return []
    evidence = Evidence(tuple(filter(None, [page.authority.population_source])))
    return [drawers.line(evidence, text=f"{page.authority.population:,}".replace(",", " "))]


def _fact_row(key: FactKey, facts: Sequence[Sequence[Fact]], drawers: Drawers) -> Row:
    """A row named as most of its facts are, or as its subject when each has its own; the others say their label."""
    labels = Counter(fact.shown_label for given in facts for fact in given)
    label = max(labels, key=lambda name: (labels[name], name == key.label))
    if len(labels) > 1 and labels[label] == 1:
        label = key.label
    return _row(label, [_fact_lines(given, label, drawers) for given in facts])


def _fact_lines(facts: Sequence[Fact], row_label: str, drawers: Drawers) -> list[Line]:
    contradicted = disputed(facts)
    return [_fact_line(fact, row_label, drawers, fact in contradicted) for fact in facts]


def _fact_line(fact: Fact, row_label: str, drawers: Drawers, is_disputed: bool) -> Line:
    label = "" if fact.shown_label == row_label else capfirst(fact.shown_label.removeprefix(f"{row_label}, "))
    if fact.is_unknown:
        evidence = Evidence((fact.value, *_sentences(fact)), tuple(fact.sources))
        return drawers.line(evidence, label=label, state=NOT_FOUND, mark="unknown")
    split = _AMOUNT.match(fact.value) if fact.key == FactKey.COMPENSATION else None
    amount, text = split.groups() if split else ("", fact.value)
    said = (*([DISPUTED] if is_disputed else []), *_sentences(fact))
    evidence = Evidence(said, tuple(fact.sources))
    return drawers.line(evidence, label=label, amount=amount.strip(), text=without_stop(text))


def _sentences(fact: Fact) -> Iterator[str]:
    if fact.conflict:
        yield f"Les sources ne disent pas la même chose. {sentence(fact.conflict)}"
    if fact.condition:
        yield f"Condition : {sentence(fact.condition)}"
    if fact.valid_on:
        yield f"Date : {sentence(fact.valid_on.french().lower())}"
    if fact.note:
        yield sentence(fact.note)
    if fact.confidence == Confidence.LOW:
        yield "Une seule source, isolée ou engagée : à recouper."


def sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def without_stop(text: str) -> str:
    """A single sentence without its full stop, as cells are written; several sentences keep theirs."""
    text = text.strip()
    return text[:-1] if text.endswith(".") and not text.endswith("..") and ". " not in text else text


def _criterion(criterion: Criterion, pages: Sequence[AssemblyPage], drawers: Drawers) -> Group:
    """The answers to one criterion, then those to its points: only the points that somebody answered."""
    answers = [[answer for answer in page.answers.all() if answer.criterion_id == criterion.pk] for page in pages]
    points = {answer.point_id: answer.point for given in answers for answer in given if answer.point is not None}
    in_order = sorted(points.values(), key=lambda point: (point.sort_order or 0, point.pk))
    whole = _row(WHOLE[bool(points)], [_whole(criterion, given, drawers) for given in answers])
    rows = [
        _row(point.label, [[_answer_line(each, drawers) for each in given if each.point == point] for given in answers])
        for point in in_order
    ]
    label = f"{criterion.number}. {criterion.label}"
    return Group(label, (whole, *rows), criterion.wording, criterion.number)


def _whole(criterion: Criterion, given: Sequence[CriterionAnswer], drawers: Drawers) -> list[Line]:
    """The answer about the criterion as a whole; without one, what the answers to its points settle."""
    stated = [_answer_line(answer, drawers) for answer in given if answer.point is None]
    state = answered_state(criterion, given)
    if stated or state == AnswerState.UNDOCUMENTED:
        return stated
    return [Line(state=state.label, mark=state.mark, text=FROM_POINTS)]


def _answer_line(answer: CriterionAnswer, drawers: Drawers) -> Line:
    state = AnswerState(answer.state)
    return drawers.line(
        Evidence((), tuple(answer.sources)),
        state=state.label,
        mark=state.mark,
        text=without_stop(answer.reason),
    )


def _to_read(pages: Sequence[AssemblyPage]) -> Group:
    """The sheet of each assembly, then its case studies."""
    studies = kept_few("studies of assemblies", [page.pk for page in pages], _studies_of)
    cells = [Cell(place, links=(page, *studies[page.pk])) for place, page in enumerate(pages, 1)]
    return Group("À lire", (Row("Fiche et études", tuple(cells)),))


def _studies_of(numbers: list[int]) -> dict[int, list[CaseStudyPage]]:
    found = CaseStudyPage.objects.visible_to_all().filter(assemblies__in=numbers).distinct()
    read = list(found.order_by("title__french", "pk").prefetch_related("assemblies"))
    subjects = {study.pk: {page.pk for page in study.assemblies.all()} for study in read}
    return {number: [study for study in read if number in subjects[study.pk]] for number in numbers}
