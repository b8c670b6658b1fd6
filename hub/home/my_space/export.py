"""«Tout télécharger»: one archive with everything the site knows about somebody."""

import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.utils import timezone

from hub.core.registries import Person, PersonalData, personal_data
from hub.core.tabular import Table, computed, json_bytes, write_csv
from hub.core.tabular.columns import plain
from hub.core.validators import one_line

MISSING = "fichier introuvable"
_UNSAFE = re.compile(r"[^\w.-]+")
README = """Agorathèque : vos données

Cette archive contient ce que le site sait de vous, le {day}.

Chaque fichier existe en deux formats : .csv pour un tableur (séparateur « ; »), .json pour un programme.
Les dates et heures sont en temps universel (UTC).

{contents}

Les fichiers que vous avez envoyés sont dans le dossier « fichiers ».

Ne sont pas dans l’archive : les notes que l’équipe d’organisation écrit pour elle-même, et le texte des messages
que vous avez déjà reçus par courriel.
"""


def export_archive(people: list[Person], *, at: datetime) -> IO[bytes]:
    """A zip archive, ready to be read, of what every app has registered about `people`, who are one person."""
    archive = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the response that sends it
    contents = []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for data in personal_data():
            rows = _rows(data, people, target)
            _write_csv(target, data, rows)
            target.writestr(f"{data.name}.json", json_bytes(rows))
            contents.append(f"- {data.name} : {data.label.lower()} ({len(rows)})")
        day = f"{timezone.localdate(at):%d/%m/%Y}"
        target.writestr("LISEZMOI.txt", README.format(day=day, contents="\n".join(contents)))
    archive.seek(0)
    return archive


def _rows(data: PersonalData, people: list[Person], target: zipfile.ZipFile) -> list[dict[str, Any]]:
    """Plain rows, each once; stored files are put into `target` and their name there stands for them."""
    found: list[dict[str, Any]] = []
    for person in people:
        found += [row for row in data.export(person) if row not in found]
    return [{name: _plain(value, target) for name, value in row.items()} for row in found]


def _plain(value: Any, target: zipfile.ZipFile) -> Any:
    return _put(value, target) if isinstance(value, File) else plain(value)


def _put(file: File, target: zipfile.ZipFile) -> str:
    """Copy a file into the archive under a name that can't leave its folder."""
    number = sum(name.startswith("fichiers/") for name in target.namelist()) + 1
    name = _UNSAFE.sub("-", one_line(str(file.name)).rpartition("/")[2]).strip(".-")[-100:]
    try:
        content = file.open("rb")
    except (FileNotFoundError, ValueError):
        return MISSING
    with content, target.open(f"fichiers/{number:03}-{name or 'fichier'}", "w") as copy:
        for chunk in content.chunks():
            copy.write(chunk)
    return f"fichiers/{number:03}-{name or 'fichier'}"


def _write_csv(target: zipfile.ZipFile, data: PersonalData, rows: list[dict[str, Any]]) -> None:
    """The columns are the keys of the rows, typed by what they hold."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = tuple(computed(name, name, _reader(name)) for name in names)
    table = Table(data.name, data.label, columns)
    with target.open(f"{data.name}.csv", "w") as to:
        write_csv(to, table, table.rows(rows))


def _reader(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: row.get(name)
