"""What the DNS must say of the domain that mails come from, so that they are not taken for forgeries.

Nothing is asked but by `ask`, which takes a few seconds at most whatever the DNS does.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings
from django.db import models

from hub.core.addresses import sending_domain

#: Signs of a record that are shown.
SHOWN = 400
SILENCE = "Le DNS n’a pas répondu à temps : réessayez dans quelques minutes."
NO_SELECTOR = "Le nom de la clef, son « sélecteur », n’est pas réglé sur le serveur : AGORA_DKIM_SELECTOR."
UNREADABLE = "Le nom à demander est mal écrit : vérifiez les réglages du serveur."


class Verdict(models.TextChoices):
    RIGHT = "right", "En place"
    MISSING = "missing", "Manque"
    WRONG = "wrong", "À corriger"
    UNKNOWN = "unknown", "Pas de réponse"
    NOT_ASKED = "not_asked", "Pas demandé"


@dataclass(frozen=True)
class Record:
    """One record that the domain needs. `value` is to be copied; empty when only the mail service knows it."""

    label: str
    why: str
    kind: str
    name: str
    value: str = ""


@dataclass(frozen=True)
class Finding:
    """What is known of a record: `words` say it, `found` is what the DNS holds, `better` what to put instead."""

    record: Record
    verdict: Verdict = Verdict.NOT_ASKED
    words: str = ""
    found: list[str] = field(default_factory=list)
    better: str = ""

    @property
    def to_copy(self) -> str:
        return self.better or self.record.value


class SilentError(Exception):
    """The DNS said neither yes nor no. The message is a sentence in French."""


#: Asks for the records of a name and a type: none when there are none. Raises SilentError.
Ask = Callable[[str, str], list[str]]


# ---------------------------------------------------------------- what is needed
def needed() -> list[Finding]:
    """Every record, before anything is asked."""
    words = "" if settings.MAIL_DKIM_SELECTOR else NO_SELECTOR
    return [Finding(_mx()), Finding(_spf()), Finding(_dkim(), words=words), Finding(_dmarc())]


def _mx() -> Record:
    why = "Dit où va le courrier adressé au domaine : c’est là que reviennent les messages qui n’ont pas pu arriver."
    return Record("MX", why, "MX", sending_domain())


def _spf() -> Record:
    why = "Dit quels serveurs ont le droit d’écrire au nom du domaine."
    return Record("SPF", why, "TXT", sending_domain(), f"v=spf1 {_mechanism()} ~all")


def _mechanism() -> str:
    """What allows the server that sends: as its service says, or its own name."""
    host = settings.EMAIL_HOST
    return settings.MAIL_SPF or ("mx" if "." not in host else f"a:{host}")


def _dkim() -> Record:
    why = "Donne la clef qui prouve que le message vient bien du domaine et n’a pas été changé en route."
    selector = settings.MAIL_DKIM_SELECTOR or "SÉLECTEUR"
    return Record("DKIM", why, "TXT", f"{selector}._domainkey.{sending_domain()}")


def _dmarc() -> Record:
    why = "Dit aux autres serveurs que faire d’un message qui se réclame du domaine sans preuve."
    return Record("DMARC", why, "TXT", f"_dmarc.{sending_domain()}", "v=DMARC1; p=none")


# ---------------------------------------------------------------- what is there
def ask() -> list[Finding]:
    """Every record, compared with what the DNS says now; after `settings.DNS_SECONDS` nothing more is asked."""
    asked = _asker(time.monotonic() + settings.DNS_SECONDS)
    checks = ((_mx(), _check_mx), (_spf(), _check_spf), (_dkim(), _check_dkim), (_dmarc(), _check_dmarc))
    return [_checked(record, check, asked) for record, check in checks]


def _checked(record: Record, check: Callable[[Record, Ask], Finding], asked: Ask) -> Finding:
    try:
        return check(record, asked)
    except SilentError as silence:
        return Finding(record, Verdict.UNKNOWN, str(silence))


def _check_mx(record: Record, asked: Ask) -> Finding:
    found = asked(record.name, "MX")
    if not found:
        return Finding(record, Verdict.MISSING, "Le domaine ne reçoit aucun courrier : rien ne peut revenir.")
    if any(line.split()[-1] == "." for line in found):
        words = "Le domaine dit qu’il ne reçoit pas de courrier. Des serveurs refusent ce qui vient d’un tel domaine."
        return Finding(record, Verdict.WRONG, words, found)
    return Finding(record, Verdict.RIGHT, "Le domaine reçoit du courrier.", found)


def _check_spf(record: Record, asked: Ask) -> Finding:
    found = [text for text in asked(record.name, "TXT") if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE)]
    if not found:
        return Finding(record, Verdict.MISSING, "Aucun serveur n’est autorisé.")
    if len(found) > 1:
        return Finding(record, Verdict.WRONG, "Il y en a plusieurs, et aucun ne compte : n’en gardez qu’un.", found)
    words = found[0].lower().split()
    if {"all", "+all"} & set(words):
        return Finding(record, Verdict.WRONG, "Il autorise tous les serveurs du monde.", found, record.value)
    if settings.MAIL_SPF and not set(settings.MAIL_SPF.lower().split()) <= set(words):
        better = " ".join(["v=spf1", settings.MAIL_SPF, *found[0].split()[1:]])
        return Finding(record, Verdict.WRONG, f"Il ne contient pas « {settings.MAIL_SPF} ».", found, better)
    if settings.MAIL_SPF:
        return Finding(record, Verdict.RIGHT, "Il autorise le service qui envoie vos messages.", found)
    return Finding(record, Verdict.RIGHT, "Vérifiez seulement qu’il nomme le service qui envoie vos messages.", found)


def _check_dkim(record: Record, asked: Ask) -> Finding:
    if not settings.MAIL_DKIM_SELECTOR:
        return Finding(record, words=NO_SELECTOR)
    found = asked(record.name, "TXT")
    if not found:
        return Finding(record, Verdict.MISSING, "Aucune clef sous ce sélecteur.")
    keys = [_tags(text).get("p") for text in found]
    if not any(keys):
        words = "La clef est retirée." if "" in keys else "Ce n’est pas une clef : il y manque « p= »."
        return Finding(record, Verdict.WRONG, words, found)
    return Finding(record, Verdict.RIGHT, "Une clef est là.", found)


def _check_dmarc(record: Record, asked: Ask) -> Finding:
    for name in _names_of_dmarc(record.name):
        found = [text for text in asked(name, "TXT") if re.match(r"v=dmarc1\s*(;|$)", text, re.IGNORECASE)]
        if found:
            return _judged_dmarc(record, name, found)
    return Finding(record, Verdict.MISSING, "Gmail, Yahoo et d’autres refusent des messages sans lui.")


def _judged_dmarc(record: Record, name: str, found: list[str]) -> Finding:
    if len(found) > 1:
        return Finding(record, Verdict.WRONG, "Il y en a plusieurs, et aucun ne compte : n’en gardez qu’un.", found)
    policy = _tags(found[0]).get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        words = "Sa règle « p= » manque ou n’existe pas : none, quarantine ou reject."
        return Finding(record, Verdict.WRONG, words, found, record.value)
    if name == record.name:
        return Finding(record, Verdict.RIGHT, f"Sa règle est « {policy} ».", found)
    return Finding(record, Verdict.RIGHT, f"Celui de {name} vaut aussi pour ce domaine. Règle : « {policy} ».", found)


def _names_of_dmarc(name: str) -> Iterator[str]:
    """The domain's own, then those of the domains above it, where servers look too; three are plenty."""
    labels = name.split(".")[1:]
    for start in range(min(3, len(labels) - 1)):
        yield ".".join(["_dmarc", *labels[start:]])


def _tags(text: str) -> dict[str, str]:
    """`v=DKIM1; p=abc` as a dictionary."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


# ---------------------------------------------------------------- asking
def _asker(deadline: float) -> Ask:
    try:
        resolver = _resolver()
    except (dns.exception.DNSException, OSError, ValueError):
        resolver = None

    def asked(name: str, kind: str) -> list[str]:
        if resolver is None:
            raise SilentError(SILENCE)
        try:
            answer = resolver.resolve(name, kind, lifetime=deadline - time.monotonic(), search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError) as failure:
            raise SilentError(SILENCE) from failure
        except (dns.exception.DNSException, UnicodeError) as failure:
            raise SilentError(UNREADABLE) from failure
        return sorted(_text(line)[:SHOWN] for line in answer)

    return asked


def _resolver() -> dns.resolver.Resolver:
    """Of the machine, or the servers of the settings, each `address` or `address:port`."""
    servers = [server.strip() for server in settings.DNS_SERVERS.split(",") if server.strip()]
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = [_server(server) for server in servers]
    return resolver


def _server(written: str) -> dns.nameserver.Nameserver:
    address, _, port = written.partition(":") if written.count(":") == 1 else (written, "", "")
    return dns.nameserver.Do53Nameserver(address, int(port or 53))


def _text(line: Any) -> str:
    strings = getattr(line, "strings", None)
    return line.to_text() if strings is None else b"".join(strings).decode("utf-8", "replace")
