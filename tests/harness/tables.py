"""The comparison of assemblies, read back from its page and from its file."""

import csv
import io
from html.parser import HTMLParser

from django.test import Client

from casestudies.models import AssemblyPage
from tests.factories.casestudies import assembly
from tests.factories.workshops import authority

PAGE, FILE = "/assemblees/comparer/", "/assemblees/comparer.csv"


def plain(text: str) -> str:
    """`text` with plain spaces and apostrophes, without joiners."""
    return " ".join(text.replace("\u2060", "").replace("’", "'").split())


class Table(HTMLParser):
    """The rows of the first table, each cell as its visible words; numbers of evidence are left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.silent = 0
        self.feed(html[html.index("<table") : html.index("</table>")])

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif self.silent or tag in ("small", "caption") or dict(attrs).get("class") in ("call", "duo"):
            self.silent += 1
        elif tag in ("p", "a", "span", "button"):
            self.rows[-1][-1] += " "

    def handle_endtag(self, tag):
        if self.silent:
            self.silent -= 1

    def handle_data(self, data):
        if self.rows and not self.silent:
            self.rows[-1][-1] += data


def table(client: Client, query: str) -> list[list[str]]:
    return [list(map(plain, row)) for row in Table(client.get(f"{PAGE}?{query}").content.decode()).rows]


def sheet(client: Client, query: str = "") -> list[list[str]]:
    written = client.get(f"{FILE}?{query}").getvalue().decode("utf-8-sig")
    return [list(map(plain, line)) for line in csv.reader(io.StringIO(written), delimiter=";")]


def place(name: str, **fields: object) -> AssemblyPage:
    """A visible assembly whose address is its name in lower case."""
    return assembly(f"Assemblée de {name}", authority=authority(name), slug=name.lower(), **fields)
