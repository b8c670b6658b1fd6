"""Loads the JSON document of the open data into a site, new or not; what is there already stays as it is."""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

import glossary.exports as words
import workshops.workshop.exports as planned
from casestudies.evidence.exports import SOURCES
from casestudies.models import Source
from glossary.models import Criterion, CriterionPoint, DefinitionVersion, Term, Theme, ThemeQuestion
from hub.community.exports import AUTHORITIES
from hub.community.models import Authority
from hub.core.errors import ActionError
from hub.core.former.keys import open_keys
from hub.core.tabular import Table
from hub.home.open_data.dataset import DATA_TABLES, FORMAT
from hub.home.open_data.loading_pages import Known, load_assemblies, load_case_studies, load_workshops
from hub.home.open_data.loading_register import load_register
from hub.home.open_data.reading import Document, Refused, Report, Row, known_date, valid, values
from hub.home.site_tree.data import Created, attach
from hub.home.site_tree.indexes import indexed_once
from hub.home.site_tree.structure import load_structure
from workshops.models import Cycle, OutsideEvent


def load(content: bytes) -> Report:
    """Add what is missing of the document `content`; tell what was created, left as it was, and refused.

    Loading twice changes nothing. All or nothing for a file that can't be read: raises ActionError.
    """
    report = Report()
    document = Document(_tables(content, report), report)
    with transaction.atomic(), indexed_once():
        lists = load_structure(created=Created())
        known = _load_words(document)
        load_workshops(document, known, parent=lists["ateliers"])
        load_assemblies(document, known, parent=lists["assemblees"])
        load_register(document, known)
        load_case_studies(document, known, parent=lists["etudes-de-cas"])
    return report


def _tables(content: bytes, report: Report) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ActionError("Ce fichier n’est pas du JSON lisible.") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ActionError(f"Ce fichier n’est pas un export de données ouvertes au format {FORMAT}.")
    tables = document.get("tables")
    if not isinstance(tables, dict):
        raise ActionError("Ce fichier ne contient pas de tables.")
    report.refused += [f"La table « {str(name)[:80]} » est inconnue." for name in tables if name not in DATA_TABLES]
    return tables


def _load_words(document: Document) -> Known:
    """What pages refer to, by identifier."""
    themes = _load(document, words.THEMES, Theme, _theme)
    _load_terms(document, themes)
    criteria = _load_criteria(document)
    return Known(
        themes=themes,
        criteria=criteria,
        points=_load_points(document, criteria),
        authorities=_load(document, AUTHORITIES, Authority, lambda row: Authority(**values(AUTHORITIES, row))),
        sources=_load(document, SOURCES, Source, lambda row: Source(**values(SOURCES, row)), key="key"),
        cycles=_load(document, planned.CYCLES, Cycle, lambda row: Cycle(**values(planned.CYCLES, row))),
        events=_load(document, planned.EVENTS, OutsideEvent, lambda row: OutsideEvent(**values(planned.EVENTS, row))),
    )


def _load(
    document: Document, table: Table, model: Any, make: Callable[[Row], models.Model], *, key: str = "slug"
) -> dict[str, Any]:
    """The objects of a table by identifier, those of the site included."""
    keys = open_keys(model)
    present = {keys.get(item.pk, getattr(item, key)): item for item in model._default_manager.all()}
    for row in document.rows(table):
        if row["identifiant"] in present:
            document.report.kept[table.title] += 1
            continue
        try:
            item = valid(make(row))
        except (ValidationError, Refused) as error:
            document.refuse(table, row, error)
            continue
        item.save()
        present[row["identifiant"]] = item
        document.report.created[table.title] += 1
    return present


def _theme(row: Row) -> Theme:
    theme = Theme(**values(words.THEMES, row))
    attach(theme, questions=[valid(ThemeQuestion(text=text), but=["theme"]) for text in row["questions"]])
    return theme


def _load_terms(document: Document, themes: dict[str, Theme]) -> None:
    """Terms refer to one another: their references are written once all exist."""
    fresh: list[tuple[Term, Row]] = []

    def make(row: Row) -> Term:
        lists = {"forms": "\n".join(row["formes"]), "equivalents": "\n".join(row["equivalents"])}
        term = Term(**values(words.TERMS, row), **lists)
        fresh.append((term, row))
        return term

    terms = _load(document, words.TERMS, Term, make)
    for term, row in fresh:
        if term.pk is None:
            continue
        term.themes.set(document.links(words.TERMS, row, themes, row["themes"], "le thème"))
        term.see_also.add(*document.links(words.TERMS, row, terms, row["voir_aussi"], "le terme"))


def _load_criteria(document: Document) -> dict[tuple[int, int], Criterion]:
    """Criteria by version and number. A version in force on the site stays in force."""
    present = {(each.version.number, each.number): each for each in Criterion.objects.select_related("version")}
    versions = {version.number: version for version in DefinitionVersion.objects.all()}
    for row in document.rows(words.CRITERIA):
        key = (row["version"], row["numero"])
        if key in present:
            document.report.kept[words.CRITERIA.title] += 1
            continue
        try:
            version = _version(row, versions)
            order = sum(number == version.number for number, _ in present)
            criterion = Criterion(version=version, sort_order=order, **values(words.CRITERIA, row))
            valid(criterion).save()
        except (ValidationError, Refused, ValueError) as error:
            document.refuse(words.CRITERIA, row, error)
            continue
        present[key] = criterion
        document.report.created[words.CRITERIA.title] += 1
    return present


def _version(row: Row, versions: dict[int, DefinitionVersion]) -> DefinitionVersion:
    number = row["version"]
    if number not in versions:
        in_force = row["en_vigueur"] and not any(version.is_current for version in versions.values())
        version = DefinitionVersion(
            number=number, is_current=in_force, adopted_on=known_date(row["adoptee"]), note=row["note"]
        )
        valid(version).save()
        versions[number] = version
    return versions[number]


def _load_points(
    document: Document, criteria: dict[tuple[int, int], Criterion]
) -> dict[tuple[int, int, str], CriterionPoint]:
    stored = CriterionPoint.objects.select_related("criterion__version")
    present = {(each.criterion.version.number, each.criterion.number, each.key): each for each in stored}
    for row in document.rows(words.POINTS):
        key = (row["version"], row["critere"], row["identifiant"])
        if key in present:
            document.report.kept[words.POINTS.title] += 1
            continue
        criterion = criteria.get(key[:2])
        if criterion is None:
            document.refuse(words.POINTS, row, "son critère n’existe pas.")
            continue
        order = sum(other[:2] == key[:2] for other in present)
        point = CriterionPoint(criterion=criterion, sort_order=order, **values(words.POINTS, row))
        try:
            valid(point).save()
        except ValidationError as error:
            document.refuse(words.POINTS, row, error)
            continue
        present[key] = point
        document.report.created[words.POINTS.title] += 1
    return present
