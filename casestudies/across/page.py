"""What the page of a theme says from facts and studies: about that theme, never a study's figure about another one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import Truncator

from casestudies.across.columns import Sheet
from casestudies.across.table import Cell, cells_of, facts_of, sheets_of
from casestudies.evidence.assembly import AssemblyPage, distinct_names
from casestudies.evidence.facts import Fact
from casestudies.publications.case_study import CaseStudyPage
from glossary.models import Theme
from hub.core.lists.counting import count_of

#: How many assemblies are named on the page of a theme; the table has them all.
MOST = 24
SHORT = 110


@dataclass(frozen=True)
class Told:
    """A figure or a heading, and words: what one study, or one assembly, says about a theme. Perhaps nothing."""

    figure: str = ""
    unit: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.figure or self.words)


@dataclass(frozen=True)
class Named:
    """An assembly with a fact of the theme."""

    name: str
    page: AssemblyPage
    told: Told


@dataclass(frozen=True)
class ThemeFacts:
    """`practice` and `outcome`: studies that say something about the theme, with what they say."""

    practice: list[tuple[CaseStudyPage, Told]]
    outcome: list[tuple[CaseStudyPage, Told]]
    assemblies: list[Named]
    assembly_count: int
    sheets: tuple[Sheet, ...]


def of_theme(theme: Theme, studies: Sequence[CaseStudyPage], with_outcome: Sequence[CaseStudyPage]) -> ThemeFacts:
    """A constant number of queries. `studies` are loaded `for_lists()`."""
    sheets = sheets_of(theme)
    keys = [key for sheet in sheets for key in sheet.keys]
    facts = facts_of(theme, keys)
    concerned = AssemblyPage.objects.visible_to_all().filter(pk__in=facts.values("page")).select_related("authority")
    pages = list(concerned.order_by("authority__short_name__french", "title__french", "pk")[:MOST])
    studied = {page.pk for study in studies for page in study.assemblies.all()}
    loaded: dict[int, list[Fact]] = defaultdict(list)
    read = facts.filter(page__in=studied | {page.pk for page in pages}).select_related(*Fact.SOURCE_FIELDS)
    for fact in read.order_by("sort_order", "pk"):
        loaded[fact.page_id].append(fact)
    told = {number: _first_said(own, sheets) for number, own in loaded.items()}
    practice = [(study, _practice(study, theme, told)) for study in studies]
    named = zip(distinct_names(pages), pages, strict=True)
    return ThemeFacts(
        practice,
        [(study, said) for study in dict.fromkeys([*with_outcome, *studies]) if (said := _outcome(study, theme))],
        [Named(name, page, told.get(page.pk, Told())) for name, page in named],
        count_of(concerned, pages, MOST),
        sheets,
    )


def _practice(study: CaseStudyPage, theme: Theme, told: dict[int, Told]) -> Told:
    """The step marked with the theme; the study's own figure where it has no other theme; a fact of its assemblies."""
    marked = _marked(study.practice.raw_data, theme)
    if marked:
        return marked
    if _is_only_about(study, theme):
        return Told(study.figure, study.figure_unit, study.practice_summary)
    found = (told[page.pk] for page in study.assemblies.all() if told.get(page.pk))
    return next(found, Told())


def _outcome(study: CaseStudyPage, theme: Theme) -> Told:
    marked = _marked(study.outcome.raw_data, theme)
    if marked:
        return marked
    if not _is_only_about(study, theme):
        return Told()
    return Told("", "", study.outcome_summary) if study.outcome_summary else _said(study.outcome.raw_data)


def _is_only_about(study: CaseStudyPage, theme: Theme) -> bool:
    return [each.pk for each in study.themes.all()] == [theme.pk]


def _marked(steps: Iterable[dict], theme: Theme) -> Told:
    """The first documented step that is marked with the theme."""
    return _said(step for step in steps if step["value"].get("theme") == str(theme.pk))


def _said(steps: Iterable[dict]) -> Told:
    """The first documented step. Reads raw data: no query."""
    found = next((step["value"] for step in steps if step["value"].get("documented", True)), None)
    if found is None:
        return Told()
    return Told("", found.get("heading", ""), Truncator(strip_tags(found.get("text", ""))).chars(240))


def _first_said(facts: Sequence[Fact], sheets: Sequence[Sheet]) -> Told:
    """The first thing that the facts of an assembly say, in the order of the tables."""
    for sheet in sheets:
        own = [fact for fact in facts if fact.key in sheet.keys]
        cell = next((cell for cell in cells_of(own, sheet) if cell.said), None)
        if cell is not None:
            return _short(cell)
    return Told()


def _short(cell: Cell) -> Told:
    said = cell.said[0]
    label = cell.column.label
    if said.figure:
        return Told(said.figure, f"{said.words} ({label.lower()})" if said.words else label.lower())
    return Told("", label, Truncator(said.words.rstrip(". ")).chars(SHORT))
