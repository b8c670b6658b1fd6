"""The French of libraries, as we say it: `python -m tests.harness.catalogue` compiles the catalogues."""

from pathlib import Path

import polib

from tests.harness.sources import ROOT

FOLDER = ROOT / "hub/locale/fr/LC_MESSAGES"
#: `django` for pages and mails, `djangojs` for scripts.
SOURCES = [FOLDER / "django.po", FOLDER / "djangojs.po"]


def write(source: Path, compiled: Path) -> None:
    polib.pofile(str(source)).save_as_mofile(str(compiled))


if __name__ == "__main__":
    for path in SOURCES:
        write(path, path.with_suffix(".mo"))
