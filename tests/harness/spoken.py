"""What of a page is read aloud, and in which language each of its signs is."""

import re
from html.parser import HTMLParser

#: Elements without an end.
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: What is not read as text. The title of a page is, and holds no element that would say its language.
SILENT = {"script", "style", "textarea"}
#: Attributes that are read aloud, in the language of their element.
NAMES = ("alt", "aria-label")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.text = ""
        self.languages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.open[-1][1]
        if tag not in VOID:
            self.open.append((tag, language))
        for name in NAMES:
            self.say(f" {given.get(name) or ''} ", language)
        if tag == "option":
            self.say(f" {given.get('value') or ''} ", language)

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self.open}
        if not SILENT & inside and ("title" not in inside or "svg" in inside):
            self.say(data, self.open[-1][1])

    def say(self, words: str, language: str) -> None:
        self.text += words
        self.languages += [language] * len(words)


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
