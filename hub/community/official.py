"""French communes, intercommunalities, départements and régions, from the official lists kept in `data/`.

Read when something is first looked for, never at import. The whole list stays one text: to search it is a pattern.
"""

import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

from hub.community.enums import AuthorityKind
from hub.french.stems import plain, unaccented

LIST = Path(__file__).parent / "data" / "collectivites.tsv.xz"
MOST = 8
#: Signs of what is typed that are looked for.
LONGEST = 80
#: A commune of fewer inhabitants calls itself a commune rather than a town.
TOWN = 2000
#: How a name is tied to «de» (TNCC of the Insee).
TIES = {"1": "d’", "2": "du ", "3": "de la ", "4": "des ", "5": "de l’"}
GROUPS = {"CC": "Communauté de communes", "CA": "Communauté d’agglomération", "CU": "Communauté urbaine"}
#: Words in front of a name, and the scale that they say, if they do.
_SAID = {
    AuthorityKind.COMMUNE: "ville commune mairie",
    AuthorityKind.INTERCOMMUNALITY: "communaute agglomeration cc ca cu ept",
    AuthorityKind.DEPARTMENT: "departement departemental",
    AuthorityKind.REGION: "region regional",
    "": "conseil communes urbaine de du des d la le les l",
}
SCALES = {word: kind for kind, words in _SAID.items() for word in words.split()}
SHORTENED = {"st": "saint", "ste": "sainte"}
_ARTICLE = re.compile(r"Les? ")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Official:
    """One authority as the lists have it, and the names that follow."""

    kind: str
    code: str
    listed: str
    tie: str
    department: str
    population: int | None

    @classmethod
    def of(cls, line: str) -> "Official":
        kind, code, listed, tie, department, population = line.split("\t")
        return cls(kind, code, listed.replace("'", "’"), tie, department, int(population) if population else None)

    @property
    def name(self) -> str:
        """«Ville du Havre», «Département de la Haute-Garonne», «Communauté de communes des Savanes»."""
        if self.kind == AuthorityKind.COMMUNE:
            return f"{'Ville' if (self.population or 0) >= TOWN else 'Commune'} {self._tied_commune()}"
        if self.kind == AuthorityKind.DEPARTMENT:
            return f"Département {TIES.get(self.tie, 'de ')}{self.listed}"
        if self.kind == AuthorityKind.REGION:
            return f"Région {self.listed}"
        first, _, rest = self.listed.partition(" ")
        return f"{GROUPS[first]} {rest}" if first in GROUPS else self.listed

    @property
    def short_name(self) -> str:
        """«Le Havre», «Haute-Garonne», «CC des Savanes»: that of a town is no name for its group."""
        return self.listed.split(" (")[0]

    @property
    def article(self) -> str:
        if self.kind == AuthorityKind.DEPARTMENT:
            return "le"
        return "la" if self.name.startswith(("Ville ", "Commun", "Région ", "Métropole ")) else ""

    def _tied_commune(self) -> str:
        """Its article belongs to the name of a commune: «de La Rochelle», but «du Havre»."""
        if self.tie in ("2", "4") and (article := _ARTICLE.match(self.listed)):
            return TIES[self.tie] + self.listed[article.end() :]
        return f"{'d’' if self.tie == '1' else 'de '}{self.listed}"


class Lists:
    """All of them, those with most inhabitants first; each line begins with the plain words of its name."""

    def __init__(self, path: Path = LIST) -> None:
        first, *lines = lzma.decompress(path.read_bytes()).decode().split("\n")
        self.version, self.day = first.split("\t")
        self._text = "\n".join(f"{_read(line.split(chr(9), 3)[2])[0]}\t{line}" for line in lines)

    @property
    def source(self) -> str:
        return f"Insee et DGCL, découpage administratif, version {self.version} du {self.day}"

    def search(self, typed: str) -> list[Official]:
        """At most `MOST` with words that begin like each word typed: the same name first, then the same beginning.

        «Ville de …» asks for communes before the others.
        """
        text, kind = _read(typed[:LONGEST])
        if not text:
            return []
        anywhere = "".join(rf"(?=(?:[^\t\n]* )?{word})" for word in text.split())
        found = chain(self._named(text), self._named(rf"{text}[^\t\n]*"), self._named(rf"{anywhere}[^\t\n]*"))
        first = islice(dict.fromkeys(found), 3 * MOST)
        return sorted(first, key=lambda each: kind not in ("", each.kind))[:MOST]

    def named(self, name: str, kind: str, department: str = "") -> list[Official]:
        """Those of exactly this name, whatever says what they are: «Ville de Rouen» is Rouen, of the scale it says."""
        text, said = _read(name)
        found = list(self._named(text)) if text else []
        return [
            each for each in found if (kind or said or each.kind) == each.kind and department in ("", each.department)
        ]

    def coded(self, kind: str, code: str) -> Official | None:
        position = self._text.find(f"\t{kind}\t{code}\t")
        if position < 0:
            return None
        return Official.of(self._text[position + 1 :].split("\n", 1)[0])

    def _named(self, pattern: str) -> Iterator[Official]:
        return (Official.of(match[1]) for match in re.finditer(rf"^{pattern}\t(.*)$", self._text, re.M))


@cache
def lists() -> Lists:
    return Lists()


def _read(name: str) -> tuple[str, str]:
    """The plain words of a name, and the scale said by those in front: «Ville du Havre» → «havre», commune."""
    words = _WORD.findall(unaccented(plain(name)))
    kind = ""
    while words and words[0] in SCALES:
        kind = kind or SCALES[words[0]]
        words = words[1:]
    return " ".join(SHORTENED.get(word, word) for word in words), kind
