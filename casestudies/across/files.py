"""The table of a theme as a file: what the page shows, in the same order, all its pages at once."""

from collections.abc import Callable
from typing import Any

from django.utils.text import slugify

from casestudies.across.columns import Sheet
from casestudies.across.table import Row
from casestudies.evidence.source import Source
from hub.core.exports import address
from hub.core.former.keys import open_key
from hub.core.tabular import Column, Kind, Table, computed

ABOUT = (
    Column("identifiant", "assemblée", Kind.TEXT, lambda row: open_key(row.page)),
    computed("collectivite", "collectivité", lambda row: row.page.authority.short_name),
    computed("assemblee", "assemblée", lambda row: row.page.title),
    computed("en_bref", "échelle, population, statut", lambda row: row.about),
    computed("vous_ressemble", "a tout ce qui est demandé", lambda row: row.is_alike, Kind.BOOLEAN),
    computed("difference", "ce qu’elle n’a pas de ce qui est demandé", lambda row: row.reason),
    computed("adresse", "adresse de la page", lambda row: address(row.page), Kind.ADDRESS),
)


def table_of(sheet: Sheet, *, title: str) -> Table:
    """One line per assembly; each column has its words, then the sources they rest on."""
    said = [
        column
        for place, each in enumerate(sheet.columns)
        for column in (
            computed(_name(each.label), each.label, _words(place)),
            computed(f"{_name(each.label)}_sources", f"{each.label} : sources", _sources(place)),
        )
    ]
    return Table(sheet.name, title, (*ABOUT, *said))


def _name(label: str) -> str:
    """In plain letters: «frais_pris_en_charge»."""
    return slugify(label).replace("-", "_")


def _words(place: int) -> Callable[[Row], Any]:
    return lambda row: row.cells[place].words


def _sources(place: int) -> Callable[[Row], Any]:
    return lambda row: " | ".join(map(_named, row.cells[place].all_sources))


def _named(source: Source) -> str:
    return " ".join(filter(None, [f"{source.publisher}, « {source.title} »", source.url]))
