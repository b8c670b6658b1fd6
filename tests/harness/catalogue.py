"""The French of libraries, as we say it: `python -m tests.harness.catalogue` compiles the catalogue."""

from pathlib import Path

import polib

from tests.harness.sources import ROOT

SOURCE = ROOT / "hub/locale/fr/LC_MESSAGES/django.po"
COMPILED = SOURCE.with_suffix(".mo")


def write(path: Path = COMPILED) -> None:
    polib.pofile(str(SOURCE)).save_as_mofile(str(path))


if __name__ == "__main__":
    write()
