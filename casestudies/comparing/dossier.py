"""«Mon dossier»: a handful of pages gathered on one, to print and to share by its address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casestudies.comparing.comparison import FEWEST, WHOLE, Comparison, compare
from casestudies.comparing.comparison import MOST as MOST_COMPARED
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.source import Source, citations
from casestudies.publications.case_study import CaseStudyPage
from glossary.models import Term
from hub.core.pictures.sizes import load_sizes
from hub.french.sorting import sort_key

#: Pages in one dossier.
MOST = 20


@dataclass(frozen=True)
class Dossier:
    """The pages asked, those of a kind in the order asked, and what they rest on."""

    assemblies: list[AssemblyPage]
    studies: list[CaseStudyPage]
    comparison: Comparison | None
    terms: list[Term]
    sources: list[Source]
    #: Calls of the sources, by number of source.
    numbers: dict[int, int]
    notices: list[str]

    @property
    def count(self) -> int:
        return len(self.assemblies) + len(self.studies)

    @property
    def compared_rows(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Label and cells, each with the name of its assembly; a criterion as a whole bears its own name."""
        if self.comparison is None:
            return
        names = [column.name for column in self.comparison.columns]
        for group in self.comparison.groups:
            for row in group.rows:
                label = group.label if row.label in WHOLE else row.label
                yield label, list(zip(names, (cell.words for cell in row.cells), strict=True))

    @property
    def has_starters(self) -> bool:
        return any(page.is_starter for page in (*self.assemblies, *self.studies))


def gathered(slugs: Sequence[str]) -> Dossier:
    """What the reader may see of the pages called `slugs`; a few queries, and two per case study for its parts.

    An assembly and a case study may have the same name: both are then taken.
    """
    asked = list(dict.fromkeys(slug for slug in slugs if slug))
    kept = asked[:MOST]
    assemblies = _in_order(AssemblyPage.objects.visible_to_all().filter(slug__in=kept).with_evidence(), kept)
    studies = _in_order(CaseStudyPage.objects.visible_to_all().filter(slug__in=kept).for_lists(), kept)
    load_sizes(*(part for study in studies for part in (study.practice, study.outcome)))
    known = {page.slug for page in (*assemblies, *studies)}
    unknown = [slug for slug in kept if slug not in known]
    compared = FEWEST <= len(assemblies) <= MOST_COMPARED
    return Dossier(
        assemblies=assemblies,
        studies=studies,
        comparison=compare(assemblies) if compared else None,
        terms=_terms(studies),
        notices=list(_notices(len(unknown), len(asked))),
        **citations(source for page in (*assemblies, *studies) for source in _cited(page)),
    )


def _in_order(found: Any, slugs: Sequence[str]) -> list[Any]:
    return sorted(found, key=lambda page: (slugs.index(page.slug), page.pk))


def _notices(unknown: int, asked: int) -> Iterator[str]:
    if unknown == 1:
        yield "Une page demandée n’est pas publiée, ou ne l’est plus : elle est laissée de côté."
    elif unknown:
        yield f"{unknown} pages demandées ne sont pas publiées, ou ne le sont plus : elles sont laissées de côté."
    if asked > MOST:
        yield f"Un dossier a {MOST} pages au plus : les premières sont gardées, sur {asked} demandées."


def _cited(page: Any) -> list[Source]:
    if isinstance(page, AssemblyPage):
        return page.cited_sources(with_history=False)
    return list(page.diptych_sources())


def _terms(studies: Sequence[CaseStudyPage]) -> list[Term]:
    """The terms that the pages of these studies open, in alphabetical order; pages of assemblies open none."""
    defined = list(Term.objects.exclude(definition=""))
    used = {term for study in studies for term in study.opened_terms(defined)}
    return sorted(used, key=lambda term: (sort_key(term.name), term.pk))
