"""The style sheets: written in pieces, one for each thing they draw, and served whole.

`site.css` and `admin.css`, in STYLESHEETS_DIR, import their pieces in the order of the cascade. A browser would fetch
imports one after the other before it draws anything, so each sheet is joined here, into VAR_DIR, and only the joined
file has an address: css/site.css, css/admin.css.
"""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

SHEETS = ("site.css", "admin.css")
IMPORT = re.compile(r'^@import "(.+)";$', re.MULTILINE)
#: Comments that fill their line: they stay here, readers of the site would pay 2 KB for them.
COMMENT = re.compile(r"^ */\*(?:(?!\*/).)*\*/\n", re.MULTILINE)


def pieces(sheet: str) -> list[Path]:
    """The files that `sheet` imports, in order."""
    return [settings.STYLESHEETS_DIR / name for name in IMPORT.findall((settings.STYLESHEETS_DIR / sheet).read_text())]


def join(sheet: str) -> Path:
    """Write `sheet` whole unless it is there already; returns where. Whoever reads meanwhile has a whole file too."""
    text = "\n".join(COMMENT.sub("", piece.read_text()) for piece in pieces(sheet)).encode()
    target: Path = settings.VAR_DIR / "css" / sheet
    if not (target.exists() and target.read_bytes() == text):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{sheet}.{os.getpid()}-{threading.get_ident()}")
        partial.write_bytes(text)
        partial.replace(target)
    return target


class JoinedSheets(FileSystemStorage):
    """Where the joined files are; `prefix` is the folder of their addresses, as in Django's own finders."""

    prefix = "css"


class StylesheetFinder(BaseFinder):
    """Answers for the joined sheets, and for nothing else. Joins them at each call, so that a change shows at once."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(join(sheet)) for sheet in SHEETS if path == f"{JoinedSheets.prefix}/{sheet}"]
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, JoinedSheets]]:
        for sheet in SHEETS:
            if not matches_patterns(sheet, ignore_patterns or ()):
                yield sheet, JoinedSheets(location=join(sheet).parent)
