"""The table of a theme: assemblies as rows, what each fact says in its columns, what nobody found or looked for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from casestudies.across.columns import SHEETS, Column, Sheet, others, says, usual_keys
from casestudies.across.filters import COUNTRY, Likeness, everything
from casestudies.evidence.assembly import AssemblyPage, with_sources
from casestudies.evidence.disputes import subject_of
from casestudies.evidence.enums import EVENTS, Confidence, FactKey
from casestudies.evidence.facts import Fact
from casestudies.evidence.source import Source
from casestudies.evidence.subjects import subjects_of
from glossary.models import Theme
from hub.core.former.keys import open_key
from hub.core.lists.inventory import Facet
from hub.core.lists.offered import Offered
from hub.french.numbers import grouped
from hub.french.typography import lower_first

NOT_FOUND, UNSOUGHT, NOT_COMPUTABLE = "non trouvé", "pas encore cherché", "pas calculable"
#: What is told in the column of something else.
_ALSO = {"drawn": "seated", "substitutes": "seated"}
SEARCH_WITHOUT_DATE = "Le jour de la recherche n’est pas noté."


@dataclass(frozen=True)
class Said:
    """What one fact, or several that say the same, say in a cell."""

    figure: str
    words: str
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Cell:
    """What is said, or why nothing is (`gap`, with its `note`); `clash`: sources that do not agree, in sentences."""

    column: Column
    said: tuple[Said, ...] = ()
    clash: tuple[str, ...] = ()
    gap: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    #: The columns it stands for, on the page, from 1, and their names: what was not found at all is said once.
    places: tuple[int, ...] = ()
    label: str = ""

    @property
    def is_not_found(self) -> bool:
        return self.gap == NOT_FOUND

    @property
    def search(self) -> tuple[str, tuple[Source, ...]]:
        """When and where it was looked for in vain."""
        return self.note, self.sources

    @property
    def words(self) -> str:
        """The cell in one line, for files."""
        lines = [" ".join(filter(None, [one.figure, one.words, one.note and f"({one.note})"])) for one in self.said]
        return " / ".join([*lines, *self.clash, *filter(None, [self.gap, self.note])])

    @property
    def all_sources(self) -> list[Source]:
        return list(dict.fromkeys([source for one in self.said for source in one.sources] + list(self.sources)))


@dataclass(frozen=True)
class Row:
    """An assembly. `is_alike` when it has all that was asked; `reason` says what it has not."""

    page: AssemblyPage
    cells: tuple[Cell, ...]
    is_alike: bool
    reason: str

    @property
    def shown(self) -> list[Cell]:
        """The cells of the page: neighbours that were not found in the same search are one."""
        cells: list[Cell] = []
        for place, cell in enumerate(self.cells, 1):
            last, label = cells[-1] if cells else None, cell.column.label
            if (
                last
                and cell.is_not_found
                and (last.gap, last.note, last.sources) == (cell.gap, cell.note, cell.sources)
            ):
                cells[-1] = replace(last, places=(*last.places, place), label=f"{last.label}, {label.lower()}")
            else:
                cells.append(replace(cell, places=(place,), label=label))
        return cells

    @property
    def about(self) -> str:
        """Scale, population and status, in words."""
        people = self.page.authority.population
        counted = f"{grouped(people)} hab." if people is not None else "population non connue"
        kind = self.page.authority.get_kind_display().lower()
        return f"{kind}, {counted}, {self.page.get_status_display().lower()}"


# -- the facts of a theme
def sheets_of(theme: Theme) -> tuple[Sheet, ...]:
    """The tables of a theme, the last one for facts of other subjects that somebody marked with it. One query."""
    usual = SHEETS.get(open_key(theme), ())
    marked = set(_visible_facts().filter(theme=theme).values_list("key", flat=True))
    extra = [key for key in FactKey if key in marked and key not in usual_keys(usual)]
    return (*usual, *([others(extra, "Autres faits" if usual else theme.label)] if extra else []))


def facts_of(theme: Theme, keys: Iterable[FactKey]) -> QuerySet[Fact]:
    """The facts about `keys` that answer a theme: those marked with it, and those of its own subjects not marked."""
    answers = Q(theme=theme) | Q(theme=None, key__in=subjects_of(theme))
    return _visible_facts().filter(answers, key__in=list(keys))


def _visible_facts() -> QuerySet[Fact]:
    return Fact.objects.filter(page__in=AssemblyPage.objects.visible_to_all().values("pk")).order_by()


def answered(theme: Theme, sheets: Sequence[Sheet]) -> set[int]:
    """The numbers of the assemblies with a fact of the theme, found or not found. One query."""
    return set(facts_of(theme, usual_keys(sheets)).values_list("page", flat=True))


# -- rows
def rows_of(numbers: Sequence[int], theme: Theme, sheet: Sheet, answer: Offered) -> list[Row]:
    """The rows of `numbers`, in their order; three queries, however many they are."""
    pages = everything().select_related("authority").defer("introduction").in_bulk(numbers)
    facts: dict[int, list[Fact]] = defaultdict(list)
    loaded = with_sources(Fact).filter(pk__in=facts_of(theme, sheet.keys).filter(page__in=numbers))
    for fact in loaded.order_by("sort_order", "pk"):
        facts[fact.page_id].append(fact)
    alike = answer.narrowed()
    return [
        Row(pages[number], cells_of(facts[number], sheet), number in alike, _reason(number, answer))
        for number in numbers
        if number in pages
    ]


def _reason(number: int, answer: Offered) -> str:
    """Why an assembly is not among those that were asked for: «échelle : département»."""
    reasons = []
    for facet in answer.inventory.facets:
        values, index = answer.asked.chosen.get(facet.name, []), answer.inventory.indexes[facet.name]
        if values and number not in index.of(values):
            reasons.append(_criterion(facet, ", ".join(index.labels_of(number)) or "non connue"))
    return " ; ".join(reasons)


def _criterion(facet: Facet, label: str) -> str:
    """«échelle : commune», «pays : France»: the name of a country keeps its capital."""
    return f"{facet.legend.lower()} : {label if facet.name == COUNTRY else lower_first(label)}"


def likeness(answer: Offered) -> str:
    """What those that look alike have in common: «population : … ; échelle : commune»."""
    chosen = answer.asked.chosen
    said = [
        _criterion(facet, answer.inventory.indexes[facet.name].labels[value])
        for facet in answer.inventory.facets
        for value in chosen.get(facet.name, [])
    ]
    return " ; ".join(said)


def in_order(answer: Offered) -> list[int]:
    """Those that look alike first; the others follow: nothing is hidden."""
    alike = set(answer.found)
    return [*answer.found, *(number for number in answer.in_order() if number not in alike)]


def likeness_filters() -> Likeness:
    return Likeness(everything)


# -- cells
def cells_of(facts: Sequence[Fact], sheet: Sheet) -> tuple[Cell, ...]:
    """The cells of one assembly. A note or a disagreement of a fact is told once, where the fact first speaks."""
    newest = sorted(facts, key=lambda fact: fact.valid_on, reverse=True)
    found = [fact for fact in newest if fact.valid_on] + [fact for fact in newest if not fact.valid_on]
    told: set[int] = set()
    return tuple(_cell(column, found, sheet.columns, told) for column in sheet.columns)


def _cell(column: Column, facts: Sequence[Fact], columns: Sequence[Column], told: set[int]) -> Cell:
    given = [(fact, says(column, fact, columns)) for fact in facts if not fact.is_unknown]
    saying = [(fact, read) for fact, read in given if any(read)]
    if not saying:
        return _gap(column, facts)
    fresh = {fact.pk for fact, _ in saying} - told
    told |= fresh
    said: dict[tuple[str, str], list[tuple[Fact, str]]] = defaultdict(list)
    for fact, read in saying:
        said[read].append((fact, _note(fact, is_first=fact.pk in fresh, is_alone=len(saying) == 1)))
    conflicts = [fact.conflict for fact, _ in saying if fact.pk in fresh and fact.conflict]
    clash = (*conflicts, *_disagreements(saying))
    return Cell(column, tuple(_merged(read, same) for read, same in said.items()), clash)


def _merged(read: tuple[str, str], same: Sequence[tuple[Fact, str]]) -> Said:
    notes = dict.fromkeys(note for _, note in same if note)
    sources = dict.fromkeys(source for fact, _ in same for source in fact.sources)
    return Said(*read, " ; ".join(notes), tuple(sources))


def _note(fact: Fact, *, is_first: bool, is_alone: bool) -> str:
    """Which fact speaks, since when, how sure it is, and, once, its note."""
    _, _, precision = fact.shown_label.partition(", ")
    name = precision or ("" if is_alone else fact.shown_label)
    day = fact.valid_on.french().lower() if fact.valid_on else ""
    sure = "" if fact.confidence == Confidence.HIGH else f"confiance {fact.get_confidence_display().lower()}"
    note = fact.note.rstrip(". ") if is_first else ""
    name = "" if name and name in day else name
    return capfirst(", ".join(filter(None, [name, "" if day and day in name else day, sure, note])))


def _disagreements(saying: Sequence[tuple[Fact, tuple[str, str]]]) -> Iterator[str]:
    """Facts of one name and date that do not say the same here: computed, no box to tick."""
    about: dict[tuple[str, str, str], list[tuple[Fact, str]]] = defaultdict(list)
    for fact, read in saying:
        if fact.valid_on and fact.key not in EVENTS:
            about[subject_of(fact)].append((fact, " ".join(filter(None, read)).rstrip(".")))
    for same in about.values():
        if len({words for _, words in same}) > 1:
            lines = (f"{words} ({', '.join(source.publisher for source in fact.sources)})" for fact, words in same)
            yield f"À la même date, les sources ne s’accordent pas : {' ; '.join(lines)}."


def _gap(column: Column, facts: Sequence[Fact]) -> Cell:
    if column.is_computed:
        return Cell(column, gap=NOT_COMPUTABLE)
    vain = next((fact for fact in facts if fact.is_unknown and _is_about(fact, column)), None)
    if vain is None:
        return Cell(column, gap=UNSOUGHT)
    return Cell(column, gap=NOT_FOUND, note=vain.search_words or SEARCH_WITHOUT_DATE, sources=tuple(vain.sources))


def _is_about(vain: Fact, column: Column) -> bool:
    """Was this column looked for, or the whole subject?"""
    return not vain.sought or column.name in (vain.sought, _ALSO.get(vain.sought))
