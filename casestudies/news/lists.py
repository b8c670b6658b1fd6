"""What is news of this app, for whoever reads: each source gives its rows, and the words of some."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.subjects import subjects_of
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import RecommendationState
from casestudies.news.differences import EMPTY
from casestudies.news.models import SheetChange
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.meeting_report import ReportPage
from casestudies.publications.testimony import TestimonyPage
from glossary.models import Theme
from hub.core.addresses import permanent_name
from hub.core.dates.when import When
from hub.core.former.keys import open_key
from hub.core.news import first_publications
from hub.core.registries import Line, News, NewsSource
from hub.core.sites import path_of
from hub.core.validators import one_line
from hub.french.typography import lower_first


# ---------------------------------------------------------------- sheets of assemblies
def _visible() -> QuerySet:
    return AssemblyPage.objects.visible_to_all().order_by()


def _changes() -> QuerySet[SheetChange]:
    return SheetChange.objects.filter(page__in=_visible().values("pk")).order_by()


def change_rows(theme: Theme | None = None) -> QuerySet[SheetChange]:
    """A fact has the theme that it is marked with, else that of its subject; a status has those of its assembly."""
    if theme is None:
        return _changes()
    of_fact = Q(fact__theme=theme) | Q(fact__theme=None, fact__key__in=subjects_of(theme))
    return _changes().filter(of_fact | Q(fact=None, page__in=_visible().filter(themes=theme).values("pk")))


def change_themes(numbers: Sequence[int]) -> Iterable[tuple[int, int | None]]:
    of_subject = {str(subject): theme.pk for theme in Theme.objects.all() for subject in subjects_of(theme)}
    found = _changes().filter(pk__in=numbers)
    facts = found.filter(fact__isnull=False).values_list("pk", "fact__theme", "fact__key")
    yield from ((pk, theme or of_subject.get(key)) for pk, theme, key in facts)
    yield from found.filter(fact__isnull=True).values_list("pk", "page__themes")


def tell_changes(lines: Sequence[Line], request: HttpRequest | None) -> Iterable[News]:
    rows = _changes().select_related("page__authority", "fact").in_bulk([line.number for line in lines])
    for line in lines:
        row = rows.get(line.number)
        if row is not None:
            yield (_fact if row.fact else _status)(line, row, path_of(row.page, request))


def _fact(line: Line, row: Any, path: str) -> News:
    kind = "Fait ajouté" if not row.old else "Fait complété" if row.old == EMPTY else "Fait corrigé"
    box = row.fact._meta.get_field(row.box).verbose_name if row.box else ""
    title = ", ".join(filter(None, [row.page.authority.short_name, lower_first(row.fact.shown_label), box]))
    old = "" if row.old == EMPTY else row.old
    place = f"{path}#fait-{row.fact_id}"
    return News(line, kind, one_line(title), place, _name(row), old, row.new, one_line(row.because))


def _status(line: Line, row: Any, path: str) -> News:
    kind = "Statut vérifié" if row.verified_on else "Statut corrigé"
    day = f"Fiche vérifiée le {When.parse(row.verified_on.isoformat()).french()}." if row.verified_on else ""
    words = " ".join(filter(None, [one_line(row.because), day]))
    old = row.old if row.old != row.new else ""
    return News(line, kind, one_line(row.page.title), path, _name(row), old, row.new, words)


def _name(row: SheetChange) -> str:
    return permanent_name(f"changement-de-fiche-{row.pk}")


# ---------------------------------------------------------------- the register of follow-ups
def _states() -> QuerySet[RecommendationState]:
    public = Recommendation.objects.visible_to_all().order_by().values("pk")
    return RecommendationState.objects.filter(recommendation__in=public).order_by()


def state_rows(theme: Theme | None = None) -> QuerySet[RecommendationState]:
    return _states().filter(recommendation__assembly__themes=theme) if theme else _states()


def state_themes(numbers: Sequence[int]) -> Iterable[tuple[int, int | None]]:
    return _states().filter(pk__in=numbers).values_list("pk", "recommendation__assembly__themes")


def tell_states(lines: Sequence[Line], request: HttpRequest | None) -> Iterable[News]:
    rows = _states().select_related("recommendation__assembly", "rectifies").in_bulk([line.number for line in lines])
    for line in lines:
        state = rows.get(line.number)
        if state is not None:
            asked, wrong = state.recommendation, state.rectifies
            title = one_line(f"{asked.title}, {asked.assembly.title}")
            kind = "Suites rectifiées" if wrong else "Suites"
            words, old = one_line(state.because or state.details), str(wrong) if wrong else ""
            yield News(line, kind, title, asked.get_absolute_url(), state_name(state), old, str(state), words)


def state_name(state: RecommendationState) -> str:
    """The identity of a state in every feed."""
    return permanent_name(f"{open_key(state.recommendation)}#{state.number}")


# ---------------------------------------------------------------- all of them
SOURCES = {
    "études de cas": first_publications("Étude publiée", CaseStudyPage),
    "témoignages": first_publications("Témoignage publié", TestimonyPage),
    "comptes-rendus": first_publications("Compte-rendu publié", ReportPage),
    "assemblées": first_publications("Assemblée publiée", AssemblyPage),
    "fiches": NewsSource("at", change_rows, change_themes, tell_changes),
    "suites": NewsSource("recorded_at", state_rows, state_themes, tell_states),
}
