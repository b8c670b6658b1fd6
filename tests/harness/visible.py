"""What somebody sees or hears of a page: its text, its labels, and what scripts are given to show."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

#: Attributes that are shown, or read aloud.
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"}
#: Attributes with words for scripts that show them; others hold names of events and colours.
GIVEN = re.compile(r"^data-.*(?:label|message|prompt|text|title|tooltip|content)(?:-value)?$")
SILENT = {"script", "style"}
#: Of what scripts are given, what is a sentence or a label, neither a key nor a class of styles.
SAID = re.compile(r"^(?!w-|button\b|page-)(?:[A-ZÀ-Ý«%][^\W\d_]*’?[ a-zà-ÿ…]|[^\W\d_]+[ ’'].*[^\W\d_])")
MACHINE = re.compile(r"^[\w.:#/+-]{30,}$|->|^[\w-]+:[\w-]+(?: |$)|^(?:[a-z]+-[\w-]+ ?)+$")


class _Reader(HTMLParser):
    """What stands directly in a hidden element waits for a script to write there."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = ""
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hidden = "hidden" in given
        if tag in SILENT:
            self._silent = given.get("type", "") or tag
        for name, value in given.items():
            if name in SPOKEN or GIVEN.match(name):
                self.texts.append(value)
            elif name.startswith("data-") and value.startswith(("{", "[")):
                self.texts += texts_of_json(value)
        if tag == "input" and given.get("type") in {"button", "reset", "submit"}:
            self.texts.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if tag in SILENT:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._hidden:
            self.texts.append(data)
        elif self._silent == "application/json":
            self.texts += texts_of_json(data)


def visible_texts(page: str) -> Iterator[str]:
    reader = _Reader()
    reader.feed(page)
    for text in reader.texts:
        if words := " ".join(text.split()):
            yield words


def texts_of_json(text: str) -> Iterator[str]:
    """The words in JSON; what is no JSON says nothing."""
    try:
        found = list(_strings(json.loads(text)))
    except ValueError:
        return
    for each in found:
        if each.lstrip().startswith("<"):
            yield from visible_texts(each)
        elif SAID.match(each) and not MACHINE.search(each):
            yield each


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _strings(each)
