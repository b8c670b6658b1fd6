"""`/donnees/`: what is there, what each column means, and the files."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hub.core.http import public_page
from hub.core.lists.kept import kept
from hub.core.sites import identity_for
from hub.core.tabular import FORMATS, Row, Table, download, json_bytes, weight
from hub.home.open_data.codebook import CODEBOOK, codebook_rows
from hub.home.open_data.dataset import (
    DATA_TABLES,
    LICENCE,
    LICENCE_URL,
    MAIN_TABLES,
    OTHER_TABLES,
    WHOLE,
    Dataset,
    dataset,
)
from hub.home.open_data.package import data_package
from hub.home.open_data.schema_org import dataset_data

#: Seconds during which the weight of a file is remembered; its content is part of the key.
REMEMBERED = 24 * 3600


@dataclass(frozen=True)
class File:
    """A file one may download. `build` is called only when it must be."""

    name: str
    extension: str
    media_type: str
    fingerprint: bytes
    build: Callable[[], bytes]

    @property
    def full_name(self) -> str:
        return f"{self.name}.{self.extension}"

    @property
    def address(self) -> str:
        return reverse("open_data_file", args=[self.name, self.extension])

    @cached_property
    def label(self) -> str:
        """Format and weight: «CSV, 12 Ko»."""
        digest = hashlib.sha256(self.fingerprint).hexdigest()[:32]
        key = f"open_data:{self.full_name}:{digest}"
        size = cache.get(key)
        if size is None:
            size = len(self.build())
            cache.set(key, size, REMEMBERED)
        return f"{self.extension.upper()}, {weight(size)}"


def _files_of(table: Table, data: Dataset) -> dict[str, File]:
    """The files of one table by extension; the codebook is a table like another."""
    rows: Sequence[Row] = codebook_rows(DATA_TABLES.values()) if table is CODEBOOK else data.rows[table.name]
    names = [column.name for column in table.columns]
    fingerprint = json_bytes([data.version.isoformat(), names, rows])

    def file(extension: str) -> File:
        media_type, write = FORMATS[extension]
        return File(table.name, extension, media_type, fingerprint, lambda: write(table, rows, data.version))

    return {extension: file(extension) for extension in FORMATS}


def _whole(data: Dataset) -> dict[str, File]:
    """Everything in one file."""
    builds = {"xlsx": data.xlsx, "json": lambda: data.json}
    return {
        extension: File(WHOLE, extension, FORMATS[extension][0], data.json, build)
        for extension, build in builds.items()
    }


def _counted(tables: Sequence[Table], data: Dataset) -> list[tuple[Table, int, File]]:
    return [(table, len(data.rows[table.name]), _files_of(table, data)["csv"]) for table in tables]


def _summary() -> dict[str, Any]:
    """What the page tells of the files. Only the whole of the data tells it."""
    data = dataset()
    return {
        "version": data.version,
        "main": _counted(MAIN_TABLES, data),
        "others": _counted(OTHER_TABLES, data),
        "codebook_files": list(_files_of(CODEBOOK, data).values()),
        "whole_files": list(_whole(data).values()),
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
        version=dataset().version,
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
        "files": _files_of(chosen, dataset()).values(),
        "trail": [("Données ouvertes", reverse("open_data")), (chosen.title, "")],
    }
    return render(request, "home/open_data_table.html", context)


@require_safe
def file(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    """One table, the codebook, or the whole, in one of the formats. The same content is never sent twice."""
    if extension not in FORMATS or name not in (WHOLE, CODEBOOK.name, *DATA_TABLES):
        raise Http404
    data = dataset()
    files = _whole(data) if name == WHOLE else _files_of(DATA_TABLES.get(name, CODEBOOK), data)
    if extension not in files:
        raise Http404
    asked = files[extension]
    return download(
        request, asked.build, fingerprint=asked.fingerprint, name=asked.full_name, media_type=asked.media_type
    )
