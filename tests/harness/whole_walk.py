"""The walk over all addresses: who walks, with what planted on the way, and what is noted."""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.mail import EmailMessage
from wagtail.models import Page

from hub.community.models import Member
from hub.core.private_links import random_token
from hub.mail.models import OutgoingMail
from tests.factories.canaries import TOKEN, plant
from tests.factories.organisers import administrator, member, organiser
from tests.harness.addresses import addresses, filled
from tests.harness.dump import dump
from tests.harness.listening import listening
from tests.harness.mails import deliver
from tests.harness.parameters import parameters
from tests.harness.spelled import spelled
from tests.harness.traces import traces
from tests.harness.walk import (
    ADMINISTRATOR,
    ANONYMOUS,
    FORGED,
    MEMBER,
    ORGANISER,
    READ,
    SENT,
    WITHOUT_FACTOR,
    WRONG,
    Visit,
    Walker,
    shown,
)


@dataclass(frozen=True)
class Walked:
    visits: list[Visit]
    #: Every published page, read by an anonymous reader.
    pages: list[Visit]
    routes: list[str]
    #: Tables that the whole walk changed, whatever was noted of each visit.
    changed: set[str]
    #: Kind of secret → addresses of the mails that tell it; tables, sessions and files that hold it; in our logs.
    mailed: dict[str, set[str]]
    stored: dict[str, set[str]]
    logged: dict[str, int]
    log_lines: int


def walk_everywhere(sent: Mapping[str, set[str]]) -> Walked:
    """`sent`: role → routes where it also sends a form as a page of ours would."""
    people = _people()
    with listening() as journal:
        planted = plant(people[ORGANISER])
        known = parameters(planted, people[ORGANISER])
        paths = {address.route: filled(address, known) for address in addresses()}
        walkers = [Walker(role, person, planted.words) for role, person in people.items()]
        before = dump()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # Wagtail leaves it to Python to close pictures
            visits = [visit for walker in walkers for visit in _visits(walker, paths, sent.get(walker.role, set()))]
            pages = [
                walkers[0].visit(READ, "pages", page.get_url()) for page in Page.objects.live().filter(depth__gt=1)
            ]
        after = dump()
        OutgoingMail.objects.update(not_after=None)  # a slow machine walks for longer than a code lasts
        mailed = mailed_to(planted.words)
    return Walked(
        visits,
        pages,
        list(paths),
        changed={table for table in before if before[table] != after[table]},
        mailed=mailed,
        stored=kept_in(planted.words),
        logged={kind: sum(word in line for line in journal.lines) for kind, word in planted.words.items()},
        log_lines=len(journal.lines),
    )


def _visits(walker: Walker, paths: Mapping[str, str], sent: set[str]) -> Iterator[Visit]:
    for route, path in paths.items():
        yield walker.visit(READ, route, path)
        yield walker.visit(FORGED, route, path)
        if route in sent:
            yield walker.visit(SENT, route, path)
        if TOKEN.search(path):
            yield walker.visit(WRONG, route, _with_wrong_link(path))


def mailed_to(secrets: Mapping[str, str]) -> dict[str, set[str]]:
    """Kind of secret → who is told it by a mail: those queued are sent, then read whole."""
    told: dict[str, set[str]] = {kind: set() for kind in secrets}
    for mail in deliver():
        # A mail starts with its own recipient, which tells nobody anything.
        whole = spelled(mail.subject.encode() + b"".join(text.encode() for text in bodies(mail)))
        for kind in shown(secrets, whole):
            told[kind].update(mail.to)
    return told


def bodies(mail: EmailMessage) -> list[str]:
    alternatives = [str(content) for content, _ in getattr(mail, "alternatives", [])]
    return [mail.body, *alternatives, *map(str, mail.extra_headers.values())]


def kept_in(secrets: Mapping[str, str]) -> dict[str, set[str]]:
    """Kind of secret → tables, with the index of the search and the versions of pages, sessions, public files.

    Private files have no address, and the file of the database is what the tables show.
    """
    kinds = {word.casefold(): kind for kind, word in secrets.items()}
    places: dict[str, set[str]] = {kind: set() for kind in secrets}
    for trace in traces(secrets.values()):
        place, word = trace.rsplit(": ", 1)
        is_public = place.startswith(str(settings.MEDIA_ROOT))
        if is_public or not place.startswith("/"):
            places[kinds[word]].add("public files" if is_public else place)
    return places


def _with_wrong_link(path: str) -> str:
    return TOKEN.sub(f"/{random_token()}/", path)


def _people() -> dict[str, Member | None]:
    people = {
        ANONYMOUS: None,
        MEMBER: member("etourneau.membre@exemple.fr"),
        WITHOUT_FACTOR: organiser("sans.facteur@exemple.fr"),
        ORGANISER: organiser("odile.organise@exemple.fr"),
        ADMINISTRATOR: administrator(),
    }
    for person in (people[ORGANISER], people[ADMINISTRATOR]):
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    return people
