"""How to cite a page: in French, in BibTeX and in RIS. Pure: a reference in, text out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from hub.core.dates.when import When
from hub.core.validators import one_line
from hub.french.typography import quoted

#: Characters that mean something to BibTeX or LaTeX. Braces become commands: BibTeX counts even escaped ones.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_BIBTEX_TABLE = str.maketrans(_BIBTEX)
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
#: Characters of an address that would end a field or start a command, and their percent-encoding (RFC 3986).
_ADDRESS = str.maketrans({character: f"%{ord(character):02X}" for character in '{}\\^~"<>|` '})


@dataclass(frozen=True)
class Reference:
    """What is cited. `kind` is its name in French («étude de cas»); `updated` the day of its last publication."""

    kind: str
    slug: str
    title: str
    organisation: str
    site: str
    address: str
    published: date | None
    updated: date | None
    #: The day on which it was read.
    accessed: date

    @property
    def year(self) -> str:
        day = self.updated or self.published
        return str(day.year) if day else ""


def french(day: date) -> str:
    return When.parse(day.isoformat()).french()


def as_text(reference: Reference) -> str:
    """One sentence, close to ISO 690:2021: author, title, support, site, dates, address."""
    parts = [
        f"{one_line(reference.organisation)}.",
        f"{quoted(one_line(reference.title))} [{reference.kind} en ligne].",
        f"{one_line(reference.site)}{_dates(reference)} [consultée le {french(reference.accessed)}].",
        f"Disponible à l’adresse : {one_line(reference.address)}",
    ]
    return " ".join(parts)


def _dates(reference: Reference) -> str:
    words = f", {french(reference.published)}" if reference.published else ""
    if reference.updated and reference.updated != reference.published:
        words += f", mise à jour du {french(reference.updated)}"
    return words


def as_bibtex(reference: Reference) -> str:
    """An entry `@misc`, in UTF-8: old styles know it, and biblatex reads it as well."""
    fields = {
        "author": f"{{{bibtex_text(reference.organisation)}}}",
        "title": f"{{{bibtex_text(reference.title)}}}",
        "howpublished": bibtex_text(f"{reference.site}, {reference.kind} en ligne"),
        "year": reference.year,
        "date": reference.updated.isoformat() if reference.updated else "",
        "url": one_line(reference.address).translate(_ADDRESS),
        "urldate": reference.accessed.isoformat(),
        "note": f"Consultée le {french(reference.accessed)}",
        "langid": "french",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{bibtex_key(reference)},", *lines, "}", ""])


def bibtex_text(text: str) -> str:
    """One line in which nothing is a command and braces are balanced."""
    return one_line(text).translate(_BIBTEX_TABLE)


def bibtex_key(reference: Reference) -> str:
    """A key in ASCII, the same for the same page."""
    plain = unicodedata.normalize("NFKD", f"agoratheque {reference.kind} {reference.slug}".replace("’", " ")).casefold()
    return _NOT_IN_KEY.sub("-", "".join(sign for sign in plain if sign.isascii())).strip("-")


def as_ris(reference: Reference) -> str:
    """A record of type ELEC (Research Information Systems, RIS format, 2011): one line per tag, CR LF."""
    day = reference.updated or reference.published
    tags = [
        ("TY", "ELEC"),
        ("AU", reference.organisation),
        ("TI", reference.title),
        ("T2", reference.site),
        ("M3", reference.kind),
        ("PY", reference.year),
        ("DA", f"{day:%Y/%m/%d}" if day else ""),
        ("Y2", f"{reference.accessed:%Y/%m/%d}"),
        ("UR", reference.address),
        ("LA", "fr"),
    ]
    lines = [f"{tag}  - {value}" for tag, words in tags if (value := one_line(words))]
    return "\r\n".join([*lines, "ER  - ", ""])


#: Extension → its media type and what writes it.
FORMATS = {
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", as_ris),
}
