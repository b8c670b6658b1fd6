"""What of a page is read aloud, and in which language each of its signs is."""

import re
from html.parser import HTMLParser

#: Elements without an end.
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: What is not read as text, or cannot hold an element that says its language.
SILENT = {"script", "style", "title", "textarea"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.text = ""
        self.languages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not SILENT & {tag for tag, _ in self.open}:
            self.text += data
            self.languages += [self.open[-1][1]] * len(data)


def languages_of(page: str, words: str) -> list[str]:
    """For each place where `page` says `words`: the language they are read in, or several, joined."""
    reader = _Reader()
    reader.feed(page)
    found, place = [], reader.text.find(words)
    while place >= 0:
        found.append(" ".join(sorted(set(reader.languages[place : place + len(words)]))))
        place = reader.text.find(words, place + 1)
    return found


def said_aloud(page: str) -> list[str]:
    """What the live region of `page` says when it opens."""
    found = re.findall(r"<(\w+)[^>]* data-said>(.*?)</\1>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", words).split()) for _, words in found]
