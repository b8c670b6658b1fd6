"""`/donnees/`: what is there, what each column means, and the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hub.core.http import public_page
from hub.core.lists.kept import kept, kept_few
from hub.core.sites import identity_for
from hub.core.tabular import FORMATS, Made, Table, download, json_bytes
from hub.home.open_data.codebook import CODEBOOK, codebook_rows
from hub.home.open_data.dataset import (
    DATA_TABLES,
    EXPORTED,
    LICENCE,
    LICENCE_URL,
    MAIN_TABLES,
    OTHER_TABLES,
    WHOLE,
    WHOLE_FORMATS,
    version,
    write_table,
    write_whole,
)
from hub.home.open_data.package import data_package
from hub.home.open_data.schema_org import dataset_data


@dataclass(frozen=True)
class File:
    """A file one may download. Nothing of it is read to show it: pages tell the rows of a table, not its weight."""

    name: str
    title: str
    extension: str

    @property
    def full_name(self) -> str:
        return f"{self.name}.{self.extension}"

    @property
    def address(self) -> str:
        return reverse("open_data_file", args=[self.name, self.extension])

    @property
    def label(self) -> str:
        return self.extension.upper()

    @property
    def media_type(self) -> str:
        return FORMATS[self.extension][0]

    def write(self, to: IO[bytes]) -> None:
        if self.name == WHOLE:
            write_whole(to, self.extension)
        else:
            write_table(to, DATA_TABLES.get(self.name, CODEBOOK), self.extension)


def _files_of(table: Table) -> list[File]:
    """The files of one table; the codebook is a table like another."""
    return [File(table.name, table.title, extension) for extension in FORMATS]


def _counted(tables: Sequence[Table]) -> list[tuple[Table, int, File]]:
    return [(table, EXPORTED[table.name].count(), _files_of(table)[0]) for table in tables]


def _summary() -> dict[str, Any]:
    """What the page tells of the files."""
    return {
        "version": version(),
        "main": _counted(MAIN_TABLES),
        "others": _counted(OTHER_TABLES),
        "codebook_files": _files_of(CODEBOOK),
        "whole_files": [File(WHOLE, "toutes les tables", extension) for extension in WHOLE_FORMATS],
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The tables, their licence and their version: kept until the content changes."""
    summary, identity = kept("open_data", _summary), identity_for(request)
    listed = [file for _, _, file in (*summary["main"], *summary["others"])]
    data = dataset_data(
        [*summary["whole_files"], *listed],
        version=summary["version"],
        licence_url=LICENCE_URL,
        name=identity.name,
        organisation=identity.organisation,
    )
    context = {**summary, "dataset_data": data, "trail": [("Données ouvertes", "")]}
    return render(request, "home/open_data.html", context)


@public_page
def package(request: HttpRequest) -> HttpResponse:
    """The description of all tables for programs: `datapackage.json`."""
    described = data_package(
        DATA_TABLES.values(),
        version=version(),
        licence=LICENCE,
        licence_url=LICENCE_URL,
        name=identity_for(request).name,
    )
    return HttpResponse(json_bytes(described), content_type="application/json; charset=utf-8")


@public_page
def table(request: HttpRequest, name: str) -> HttpResponse:
    """What each column of one table means, and its files."""
    chosen = DATA_TABLES.get(name)
    if chosen is None:
        raise Http404
    context = {
        "table": chosen,
        "columns": codebook_rows([chosen]),
        "files": _files_of(chosen),
        "trail": [("Données ouvertes", reverse("open_data")), (chosen.title, "")],
    }
    return render(request, "home/open_data_table.html", context)


@require_safe
def file(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """One table, the codebook, or the whole, in one of the formats: made once, until the content changes."""
    names = WHOLE_FORMATS if name == WHOLE else FORMATS
    if extension not in names or name not in (WHOLE, CODEBOOK.name, *DATA_TABLES):
        raise Http404
    asked = File(name, "", extension)
    made = kept_few("open data files", [asked], lambda missing: {each: Made(each.write) for each in missing})[asked]
    return download(request, made, name=asked.full_name, media_type=asked.media_type)
