"""Everybody asks for every address: reading it, then sending an empty form without the secret of forms.

Done once for a whole run of tests, which then look at what was noted. Nothing that a request writes stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from hub.community.models import Member
from tests.harness.spelled import spelled_out
from tests.harness.visible import texts_of_json, visible_texts

ROLES = ANONYMOUS, MEMBER, WITHOUT_FACTOR, ORGANISER, ADMINISTRATOR = (
    "anonymous",
    "member",
    "organiser without second factor",
    "organiser",
    "administrator",
)
#: Reading; reading with a wrong private link; sending without the secret of forms, as another site would; sending as
#: a page of ours would.
READ, WRONG, FORGED, SENT = "read", "read with a wrong link", "forged", "sent"
#: What may come back: the thing itself, the way to the sign-in page, to the setting up of a second factor, to a proof
#: of the second factor, or a refusal, which the administration says on its home page.
SHOWN, DOOR, SET_UP, PROOF, REFUSED = "shown", "door", "set up a factor", "proof of the factor", "refused"
DOORS = {"/connexion/", "/connexion/acces/", "/admin/login/"}
#: The administration, and what is as well guarded outside of it (hub.community.middleware.organisers_only).
BEHIND_THE_DOOR = ("admin/", "sante/details/")
REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}
READERS = {"text/html": visible_texts, "application/json": texts_of_json}
WRITING = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
READING = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@dataclass(frozen=True)
class Visit:
    """What was asked, and what came back."""

    role: str
    method: str
    route: str
    path: str
    status: int
    location: str
    content_type: str
    cookies: frozenset[str]
    cache: str
    vary: str
    #: Tables that the request wrote to, and those it read.
    written: frozenset[str]
    read: frozenset[str]
    #: Kinds of secrets that the answer shows.
    shown: frozenset[str]
    #: What an organiser or an administrator reads of a page.
    texts: frozenset[str]

    @property
    def outcome(self) -> str:
        where = urlsplit(self.location).path
        in_administration = self.route.startswith(BEHIND_THE_DOOR)
        if where in DOORS:
            return DOOR
        if in_administration and where == "/compte/second-facteur/":
            return SET_UP
        if where == "/compte/second-facteur/reauthenticate/":
            return PROOF
        if self.status in REFUSALS or (in_administration and where == "/admin/"):
            return REFUSED
        return SHOWN


class Walker:
    """Somebody with a browser. `secrets` are looked for in every answer: kind → text."""

    def __init__(self, role: str, person: Member | None, secrets: Mapping[str, str]) -> None:
        self.role = role
        self.secrets = secrets
        browser = Client()
        if person is not None:
            browser.force_login(person)
        self.cookies = browser.cookies.output(header="", sep=";")

    def visit(self, method: str, route: str, path: str) -> Visit:
        """Ask once, from the same state as every other time."""
        ask = RequestFactory().get if method in (READ, WRONG) else RequestFactory().post
        environ = ask(path, HTTP_COOKIE=self.cookies).environ
        handler = ClientHandler(enforce_csrf_checks=method != SENT)
        with transaction.atomic(), noted_writes() as written, noted_reads() as read:
            answer = handler(environ)
            text = spelled_out(answer)
            texts = _texts(answer) if method == READ and self.role in (ORGANISER, ADMINISTRATOR) else ()
            answer.close()
            if written:
                transaction.set_rollback(True)
        if written:
            caches["default"].clear()
        headers = " ".join(f"{name}: {value}" for name, value in answer.items())
        return Visit(
            role=self.role,
            method=method,
            route=route,
            path=path,
            status=answer.status_code,
            location=answer.get("Location", ""),
            content_type=answer.get("Content-Type", ""),
            cookies=frozenset(answer.cookies),
            cache=answer.get("Cache-Control", ""),
            vary=answer.get("Vary", ""),
            written=frozenset(written),
            read=frozenset(read),
            shown=shown(self.secrets, f"{headers} {text}"),
            texts=frozenset(texts),
        )


def _texts(answer: Any) -> Iterator[str]:
    """Of pages, and of windows of the administration, which come as JSON."""
    kind = answer.get("Content-Type", "").partition(";")[0]
    if kind in READERS and not answer.streaming:
        yield from READERS[kind](answer.content.decode())


def shown(secrets: Mapping[str, str], text: str) -> frozenset[str]:
    return frozenset(kind for kind, word in secrets.items() if word in text)


@contextmanager
def noted_writes() -> Iterator[set[str]]:
    """The tables written to meanwhile."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        written = WRITING.match(sql)
        if written:
            tables.add(written[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@contextmanager
def noted_reads() -> Iterator[set[str]]:
    """The tables read meanwhile."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        tables.update(READING.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
