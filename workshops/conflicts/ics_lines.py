"""The lines of a calendar file: RFC 5545, 3.1, and what vCalendar 1.0 did before. What they mean is read elsewhere."""

import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEWLINE = re.compile(rb"\r\n|\n|\r")
#: Name, parameters, value. A colon inside quotes or brackets, «(UTC+01:00) Paris», belongs to a parameter.
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;(?>[^":(]|"[^"]*"|\([^()":]*:[^()":]*\)|\()*+)?):(.*)', re.S)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)(?:=((?>[^";]|"[^"]*")*+))?')
_ESCAPED = re.compile(r"\\(.)", re.S)


@dataclass(frozen=True)
class Line:
    """One property as it is written; `params` is empty when they can't be read."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, its escapes undone."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


def is_calendar(text: str) -> bool:
    """True when a calendar, or an event alone, stands in `text`, even below other lines."""
    return re.search(r"^[ \t]*BEGIN:V(CALENDAR|EVENT)[ \t]*$", text.replace("\r", "\n"), re.I | re.M) is not None


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, or what old French programs write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    return _text(data.removeprefix(codecs.BOM_UTF8))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def whole_lines(data: bytes) -> list[str]:
    """The lines of a file, folded ones joined before they are decoded: some programs cut inside a letter."""
    if data[:1] == b"\0" or data[1:2] == b"\0" or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decoded(data).encode("utf-8", "replace")
    pieces: list[list[bytes]] = []
    for piece in _NEWLINE.split(data.removeprefix(codecs.BOM_UTF8)):
        if pieces and _is_soft_break(pieces[-1]):
            pieces[-1][-1] = pieces[-1][-1][:-1]
            pieces[-1].append(piece)
        elif pieces and piece[:1] in (b" ", b"\t"):
            pieces[-1].append(piece[1:])
        else:
            pieces.append([piece])
    return [_text(b"".join(line)) for line in pieces]


def _is_soft_break(line: list[bytes]) -> bool:
    """A line in quoted-printable that goes on: its last sign is «=»."""
    return line[-1].endswith(b"=") and b"QUOTED-PRINTABLE" in line[0].split(b":")[0].upper()


def property_of(line: str) -> Line | None:
    """The property that `line` writes; None for what is none."""
    found = _LINE.match(line)
    if found is None:  # a quote is not closed: what follows the first colon is the value
        name, colon, value = line.partition(":")
        return Line(name.split(";")[0].strip().upper(), {}, value) if colon else None
    written = {name.upper(): (value or "").replace('"', "").strip() for name, value in _PARAMETER.findall(found[2])}
    value = found[3]
    if "QUOTED-PRINTABLE" in (written.get("ENCODING", "").upper(), *written):
        value = _unquoted(value, written.get("CHARSET", ""))
    return Line(found[1].upper(), written, value)


def _unquoted(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return _text(data)


def events(lines: list[str]) -> Iterator[list[str] | None]:
    """The lines of each VEVENT, without what it contains (VALARM); None for one that is cut."""
    held: list[str] | None = None
    depth = 0
    for line in lines:
        name = line.strip().upper()
        if name == "BEGIN:VEVENT":
            if held is not None:
                yield None
            held, depth = [], 0
        elif held is None:
            continue
        elif name == "END:VEVENT":
            yield held
            held = None
        elif name.startswith(("BEGIN:", "END:")):
            depth += 1 if name.startswith("BEGIN:") else -1
        elif depth == 0:
            held.append(line)
    if held is not None:
        yield None


def blocks(lines: list[str], kind: str) -> Iterator[list[str]]:
    """What stands between each `BEGIN:<kind>` and its end."""
    held: list[str] | None = None
    for line in lines:
        name = line.strip().upper()
        if name == f"BEGIN:{kind}":
            held = []
        elif name == f"END:{kind}" and held is not None:
            yield held
            held = None
        elif held is not None:
            held.append(line)
