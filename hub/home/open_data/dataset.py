"""Everything the site publishes, as plain rows, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.utils import timezone

import casestudies.evidence.exports as evidence
import casestudies.followups.exports as register
import casestudies.publications.exports as learnt
import glossary.exports as words
import workshops.workshop.exports as planned
from hub.community.exports import AUTHORITIES
from hub.community.models import Authority
from hub.core.addresses import view_url
from hub.core.reading import one_reading
from hub.core.tabular import Row, Table, json_bytes, xlsx_bytes
from hub.home.open_data.codebook import CODEBOOK, codebook_rows

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


@dataclass(frozen=True)
class Dataset:
    """Rows by table, what refers after what it refers to."""

    tables: tuple[tuple[Table, list[Row]], ...]

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        return {table.name: rows for table, rows in self.tables}

    @cached_property
    def version(self) -> date:
        """The day of the last publication."""
        pages = (evidence.ASSEMBLIES, learnt.CASE_STUDIES, planned.WORKSHOPS)
        updates = [row["mise_a_jour_le"] for table in pages for row in self.rows[table.name]]
        latest = max((str(instant) for instant in updates if instant), default="")
        return timezone.localtime(datetime.fromisoformat(latest)).date() if latest else NO_DAY

    @cached_property
    def json(self) -> bytes:
        """The whole in one document, in the order in which it can be loaded."""
        return json_bytes(
            {
                "format": FORMAT,
                "title": "Agorathèque : données ouvertes",
                "address": view_url("open_data"),
                "licence": LICENCE,
                "licence_address": LICENCE_URL,
                "version": self.version.isoformat(),
                "tables": self.rows,
            }
        )

    def xlsx(self) -> bytes:
        """A workbook with a sheet per table, those of the page first, and the codebook."""
        sheets = [(table, self.rows[name]) for name, table in DATA_TABLES.items()]
        return xlsx_bytes(
            [*sheets, (CODEBOOK, codebook_rows(DATA_TABLES.values()))],
            title="Agorathèque : données ouvertes",
            made_on=self.version,
        )


def dataset() -> Dataset:
    """What anybody may read, today: one state of the content, asked for once."""
    with one_reading():
        return _dataset()


def _dataset() -> Dataset:
    followed = register.exported()
    cited = {source.key for _, lines in followed for line in lines for source in line.sources}
    found: list[tuple[Table, Sequence[Any]]] = [*planned.exported(), *learnt.exported(cited), *followed]
    places = {line.authority_id for table, lines in found for line in lines if hasattr(line, "authority_id")}
    authorities = Authority.objects.filter(pk__in=places).order_by("slug")
    everything = [*words.exported(), (AUTHORITIES, authorities), *found]
    return Dataset(tuple((table, _sorted(table, table.rows(items))) for table, items in everything))


def _sorted(table: Table, rows: list[Row]) -> list[Row]:
    """By the first column, what a row is or belongs to: databases do not agree on the order of letters."""
    first: Any = itemgetter(table.columns[0].name)
    return sorted(rows, key=first)
