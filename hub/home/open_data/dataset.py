"""Everything the site publishes, as plain rows, read and written a few at a time."""

from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

import casestudies.evidence.exports as evidence
import casestudies.followups.exports as register
import casestudies.publications.exports as learnt
import glossary.exports as words
import workshops.workshop.exports as planned
from casestudies.evidence.source import Sourced
from casestudies.models import AssemblyPage, CaseStudyPage, Source
from hub.community.exports import AUTHORITIES
from hub.community.models import Authority
from hub.core.addresses import view_url
from hub.core.exports import Exported, exported, loading
from hub.core.reading import one_reading
from hub.core.tabular import FORMATS, Row, Table, json_bytes, write_json, write_xlsx
from hub.home.open_data.codebook import CODEBOOK, codebook_rows
from workshops.models import WorkshopPage

#: Version of the format of the JSON document, read by `import_open_data`.
FORMAT = 1
LICENCE = "Licence Ouverte / Open Licence 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
#: The whole in one file: its name without extension.
WHOLE = "agoratheque"
#: Day of a site that has published nothing yet.
NO_DAY = date(2026, 1, 1)

#: The tables of the page, what people come for first; then those to which they refer.
MAIN_TABLES = (
    evidence.ASSEMBLIES,
    evidence.FACTS,
    evidence.ANSWERS,
    register.RECOMMENDATIONS,
    learnt.CASE_STUDIES,
    planned.WORKSHOPS,
    words.TERMS,
)
OTHER_TABLES = (
    learnt.STEPS,
    register.STATES,
    evidence.MILESTONES,
    evidence.GENERATIONS,
    evidence.ROUTES,
    evidence.SOURCES,
    AUTHORITIES,
    words.THEMES,
    words.CRITERIA,
    words.POINTS,
    planned.PARTNERS,
    planned.CYCLES,
    planned.EVENTS,
)
DATA_TABLES = {table.name: table for table in (*MAIN_TABLES, *OTHER_TABLES)}


def _cited() -> list[int]:
    """The numbers of the sources on which what anybody may read rests."""
    cited = set(learnt.told_in_steps()[1])
    for lines in (*evidence.citing(), *register.citing()):
        cited.update(*lines.order_by().values_list(*(f"{name}_id" for name in Sourced.SOURCE_FIELDS)).distinct())
    return [number for key, number in sorted(Source.objects.order_by().values_list("key", "pk")) if number in cited]


def _places() -> QuerySet:
    """The authorities of assemblies and workshops that anybody may read."""
    assemblies = AssemblyPage.objects.visible_to_all().values("authority")
    return Authority.objects.filter(Q(pk__in=assemblies) | Q(pk__in=planned.partners().values("authority")))


#: What anybody may read, today, what refers after what it refers to.
EXPORTED = {
    each.table.name: each
    for each in (
        *words.EXPORTED,
        exported(AUTHORITIES, _places),
        *planned.EXPORTED,
        Exported(evidence.SOURCES, _cited, loading(Source.objects.all), lambda: len(_cited())),
        *evidence.EXPORTED,
        *learnt.EXPORTED,
        *register.EXPORTED,
    )
}


def version() -> date:
    """The day of the last publication."""
    pages: tuple[Any, ...] = (AssemblyPage, CaseStudyPage, WorkshopPage)
    found = [model.objects.visible_to_all().aggregate(last=Max("last_published_at"))["last"] for model in pages]
    return max((timezone.localdate(instant) for instant in found if instant), default=NO_DAY)


def rows_of(table: Table) -> Iterator[Row]:
    return iter(codebook_rows(DATA_TABLES.values())) if table is CODEBOOK else EXPORTED[table.name].rows()


def write_table(to: IO[bytes], table: Table, extension: str) -> None:
    with one_reading():
        FORMATS[extension][1](to, table, rows_of(table), version())


def write_whole(to: IO[bytes], extension: str) -> None:
    with one_reading():
        WHOLE_FORMATS[extension](to)


def _whole_json(to: IO[bytes]) -> None:
    """Everything in one document, in the order in which it can be loaded."""
    about = {
        "format": FORMAT,
        "title": "Agorathèque : données ouvertes",
        "address": view_url("open_data"),
        "licence": LICENCE,
        "licence_address": LICENCE_URL,
        "version": version().isoformat(),
    }
    to.write(json_bytes(about).rstrip(b"\n}") + b',\n "tables": {')
    for place, (name, each) in enumerate(EXPORTED.items()):
        to.write(b'%s\n"%s": ' % (b"," if place else b"", name.encode()))
        write_json(to, each.rows())
    to.write(b"\n}}\n")


def _whole_xlsx(to: IO[bytes]) -> None:
    """A workbook with a sheet per table, those of the page first, and the codebook."""
    sheets = ((table, rows_of(table)) for table in (*DATA_TABLES.values(), CODEBOOK))
    write_xlsx(to, sheets, title="Agorathèque : données ouvertes", made_on=version())


WHOLE_FORMATS = {"xlsx": _whole_xlsx, "json": _whole_json}
