"""Assemblies, their evidence and case studies, as columns to take away.

Testimonies have a table for their list only: the words of persons are read on the site, with the rest of the page,
and the names shown there stay there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.source import Source
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.meeting_report import ReportPage
from casestudies.publications.testimony import TestimonyPage
from glossary.models import Theme
from hub.core.blocks.stored import as_prose
from hub.core.enums import Half
from hub.core.exports import Exported, by_key, exported, joined_keys, key_of, loading, page_columns
from hub.core.former.keys import open_key
from hub.core.lists.kept import kept
from hub.core.tabular import Column, Kind, Table, column, computed
from workshops.models import WorkshopPage

#: Links to pages and files of this site by their number, which means nothing elsewhere.
_INNER_LINK = re.compile(r"<a\b[^>]*\blinktype=[^>]*>(.*?)</a>", re.DOTALL)
#: What the editor notes about its paragraphs.
_EDITOR_NOTE = re.compile(r'\sdata-block-key="[^"]*"')


@dataclass(frozen=True)
class Step:
    """A step of one of the two parts of a case study, read from its stored text: no query."""

    study: CaseStudyPage
    part: Half
    order: int
    heading: str
    is_documented: bool
    text: str
    theme_key: str
    source_keys: list[str]


def tag_names(study: CaseStudyPage) -> list[str]:
    return sorted(item.tag.name for item in study.tagged_items.all())


CASE_STUDIES = Table(
    "etudes_de_cas",
    "Études de cas",
    (
        *page_columns(CaseStudyPage),
        column(CaseStudyPage, "chiffre", "figure"),
        column(CaseStudyPage, "chiffre_unite", "figure_unit"),
        column(CaseStudyPage, "comment_on_fait", "practice_summary"),
        column(CaseStudyPage, "ce_que_cela_produit", "outcome_summary"),
        joined_keys(CaseStudyPage, "assemblees", "assemblies"),
        computed("collectivites", "collectivités", lambda page: [place.name for place in page.authorities], Kind.LIST),
        joined_keys(CaseStudyPage, "themes", "themes"),
        computed("etiquettes", "étiquettes", tag_names, Kind.LIST),
        joined_keys(CaseStudyPage, "ateliers", "workshops"),
        column(CaseStudyPage, "fiche_de_demarrage", "is_starter"),
    ),
)
STEPS = Table(
    "etapes",
    "Étapes des études de cas",
    (
        computed("etude", "étude de cas", lambda step: open_key(step.study)),
        Column(
            "partie",
            "partie",
            Kind.CODE,
            lambda step: str(step.part.value),
            choices=tuple((str(part.value), part.label) for part in Half),
        ),
        computed("ordre", "ordre", lambda step: step.order, Kind.INTEGER),
        computed("titre", "titre", lambda step: step.heading),
        computed("documente", "documenté", lambda step: step.is_documented, Kind.BOOLEAN),
        computed("texte", "texte", lambda step: step.text, Kind.RICH),
        computed(
            "theme",
            "thème",
            lambda step: step.theme_key,
            note="Le thème dont la page montre cette étape. Vide : aucun en particulier.",
        ),
        computed("sources", "sources", lambda step: step.source_keys, Kind.LIST),
    ),
)
#: Only for the lists people filter.
TESTIMONIES = Table(
    "temoignages",
    "Témoignages",
    (
        *page_columns(TestimonyPage),
        key_of(TestimonyPage, "collectivite", "authority"),
        column(TestimonyPage, "nom_de_la_collectivite", "authority__name", label="nom de la collectivité"),
        joined_keys(TestimonyPage, "themes", "themes"),
    ),
)
REPORTS = Table(
    "comptes_rendus",
    "Comptes-rendus",
    (
        *page_columns(ReportPage),
        column(ReportPage, "date_de_la_rencontre", "when"),
        joined_keys(ReportPage, "collectivites", "authorities"),
        joined_keys(ReportPage, "themes", "themes"),
    ),
)


def for_export(studies: QuerySet) -> QuerySet:
    """`studies` with what their columns read; a hidden assembly or workshop is never named."""
    assemblies = AssemblyPage.objects.visible_to_all().select_related("authority").only("slug", "authority__name")
    related = (
        Prefetch("themes", Theme.objects.order_by().only("slug")),
        Prefetch("assemblies", assemblies),
        Prefetch("workshops", WorkshopPage.objects.visible_to_all().only("slug")),
        "tagged_items__tag",
    )
    return studies.prefetch_related(None).prefetch_related(*related).defer("practice", "outcome")


def _visible() -> QuerySet:
    return CaseStudyPage.objects.visible_to_all()


def _cited(value: dict[str, Any]) -> list[int]:
    """The numbers of the sources of a stored step."""
    return [entry["value"] if isinstance(entry, dict) else entry for entry in value.get("sources", [])]


def told_in_steps() -> tuple[int, frozenset[int]]:
    """How many steps there are, and the numbers of all sources that they cite."""
    return kept("steps of case studies", _told)


def _told() -> tuple[int, frozenset[int]]:
    count, cited = 0, set[int]()
    for bodies in _visible().order_by().values_list("practice", "outcome").iterator():
        for stored in bodies:
            count += len(stored.raw_data)
            cited.update(number for block in stored.raw_data for number in _cited(block["value"]))
    return count, frozenset(cited)


def _steps_of(few: Sequence[int]) -> Iterator[Step]:
    studies = loading(lambda: _visible().only("slug", "practice", "outcome"))(few)
    stored = [
        (study, part, order, block["value"])
        for study in studies
        for part, body in ((Half.PRACTICE, study.practice), (Half.OUTCOME, study.outcome))
        for order, block in enumerate(body.raw_data, 1)
    ]
    numbers = {number for *_, value in stored for number in _cited(value)}
    keys = dict(Source.objects.filter(pk__in=numbers).order_by().values_list("pk", "key"))
    themes = {str(theme.pk): open_key(theme) for theme in Theme.objects.all()}
    for study, part, order, value in stored:
        text = value.get("text", "") + as_prose(value.get("more", []))
        yield Step(
            study=study,
            part=part,
            order=order,
            heading=value.get("heading", ""),
            is_documented=value.get("documented", True),
            text=_EDITOR_NOTE.sub("", _INNER_LINK.sub(r"\1", text)),
            theme_key=themes.get(value.get("theme") or "", ""),
            source_keys=[keys[number] for number in _cited(value) if number in keys],
        )


EXPORTED = (
    exported(CASE_STUDIES, lambda: for_export(_visible())),
    Exported(STEPS, lambda: by_key(_visible()), _steps_of, lambda: told_in_steps()[0]),
)
