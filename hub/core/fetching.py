"""Fetching what somebody points at, without becoming a way into private networks (OWASP: SSRF).

Only http(s), usual ports, public addresses. The name is resolved once, every address it has is checked, and the
connection goes to a checked address: a second look-up could answer otherwise (DNS rebinding). Each redirection starts
over. Connections are direct: proxies of the environment are not used.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from hub.core.errors import ActionError

#: Seconds for everything: names, connections, redirections and content.
TIMEOUT = 10.0
MAX_REDIRECTS = 3
PORTS = frozenset({80, 443, 8080, 8443})
REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
#: Global unicast: what is not in there is local, reserved, multicast, or holds an IPv4 address (RFC 4291, 2.4; 6052).
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_HEADERS = {"User-Agent": "Agoratheque", "Accept-Encoding": "identity"}
_UNWANTED = re.compile(r"[\x00-\x20\x7f]")


class Unreachable(ActionError):  # noqa: N818 -- reads as the sentence it stands for
    """The address can't be used. The message is a sentence in French."""


@dataclass(frozen=True)
class Target:
    """Where a checked address leads: the name goes into the request, the connection goes to one of `addresses`."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What is asked for: at most `max_bytes`; `accept` is the header of RFC 9110, 12.5.1."""

    max_bytes: int
    accept: str = "*/*"


@dataclass(frozen=True)
class Answer:
    """What a site says of an address, found at `url` after redirections: its status, and how the content begins."""

    url: str
    status: int
    start: bytes


#: What is said once the line is up: where the address has moved, or what was wanted of it.
Found = TypeVar("Found")
Exchange = Callable[["_Connection"], "Found | Elsewhere"]


def fetch(url: str, wanted: Wanted) -> bytes:
    """The content at `url`. Raises Unreachable."""
    deadline = time.monotonic() + TIMEOUT
    return _follow(url, lambda line: _whole(line, wanted, deadline), deadline)[1]


def probe(url: str, *, method: str = "GET", most: int = 0, deadline: float | None = None) -> Answer:
    """Whether `url` answers, whatever its status: at most `most` bytes are read. Raises Unreachable."""
    deadline = deadline or time.monotonic() + TIMEOUT
    url, (status, start) = _follow(url, lambda line: _beginning(line, method, most), deadline)
    return Answer(url, status, start)


def _follow(url: str, exchange: "Exchange[Found]", deadline: float) -> tuple[str, "Found"]:
    """Where `url` leads in the end, and what the exchange there gave."""
    for _ in range(MAX_REDIRECTS + 1):
        found = _ask(_target(url, deadline), exchange, deadline)
        if not isinstance(found, Elsewhere):
            return url, found
        url = _joined(url, found.location)
    raise Unreachable(f"Cette adresse redirige plus de {MAX_REDIRECTS} fois.")


def is_public(address: str) -> bool:
    """True for an IP address that anybody on the internet can reach."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in PUBLIC_IPV6 or ip in SIX_TO_FOUR):
        return False
    inside = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_reserved or ip.is_multicast
    return ip.is_global and not inside


# ---------------------------------------------------------------- the address
def _target(url: str, deadline: float) -> Target:
    """Read, check and resolve an address. `webcal:` is how calendar programs write https."""
    parts = _split(_without_webcal(url))
    if parts.scheme not in ("http", "https"):
        raise Unreachable("L’adresse doit commencer par « https:// » ou « http:// ».")
    if parts.username is not None or parts.password is not None:
        raise Unreachable("L’adresse ne doit contenir ni nom d’utilisateur, ni mot de passe.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in PORTS:
        raise Unreachable("Cette adresse utilise un port inhabituel : seuls 80, 443, 8080 et 8443 sont acceptés.")
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not host:
        raise Unreachable("Cette adresse n’est pas une adresse web.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(parts.scheme, host, port, path, _resolve(host, port, deadline))


def _without_webcal(url: str) -> str:
    return re.sub(r"^webcals?://", "https://", url.strip(), flags=re.I)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here: a wrong port raises
    except ValueError as error:
        raise Unreachable("Cette adresse n’est pas une adresse web.") from error
    if _UNWANTED.search(url):
        raise Unreachable("Cette adresse contient un espace ou un caractère invisible.")
    return parts


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(_without_webcal(url), location)
    except ValueError as error:
        raise Unreachable("Cette adresse redirige vers une adresse illisible.") from error


def _resolve(host: str, port: int, deadline: float) -> tuple[str, ...]:
    """All the addresses of a name, when all are public. A look-up has no time limit of its own, hence the thread."""
    pool = ThreadPoolExecutor(1)
    try:
        answer = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(_left(deadline))
    except TimeoutError as error:
        raise Unreachable("Ce site met trop de temps à répondre.") from error
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"Le site « {host} » est introuvable.") from error
    finally:
        pool.shutdown(wait=False)
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in answer))
    if not addresses or not all(is_public(address) for address in addresses):
        raise Unreachable("Cette adresse mène à un réseau privé : seuls les sites publics sont acceptés.")
    return addresses


# ---------------------------------------------------------------- the connection
@dataclass(frozen=True)
class Elsewhere:
    """The answer is a redirection."""

    location: str


class _Connection(http.client.HTTPConnection):
    """Speaks to `host` through an address that was checked; `stop` ends it from another thread."""

    def __init__(self, target: Target, address: str, deadline: float) -> None:
        self.default_port = 443 if target.scheme == "https" else 80
        super().__init__(target.host, target.port, timeout=_left(deadline))
        self.target = target
        self.address = address
        #: `sock` is forgotten as soon as the headers are read; this one is kept.
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.line = self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.target.scheme == "https":
            secure = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self.line = self.sock = secure
            secure.do_handshake()

    def stop(self) -> None:
        """Cut the line below TLS: whoever waits on it is woken at once."""
        if self.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)


def _ask(target: Target, exchange: "Exchange[Found]", deadline: float) -> "Found | Elsewhere":
    """What the exchange with `target` gives. Tries each address until one answers."""
    for number, address in enumerate(target.addresses, 1):
        connection = _Connection(target, address, deadline)
        # Time limits of sockets count from one byte to the next; this one ends everything.
        watchdog = threading.Timer(_left(deadline), connection.stop)
        watchdog.daemon = True
        watchdog.start()
        try:
            return exchange(connection)
        except ssl.SSLError as error:
            raise Unreachable("La connexion sécurisée à ce site a échoué.") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            if number == len(target.addresses) or time.monotonic() >= deadline:
                raise Unreachable(_why(deadline)) from error
        finally:
            watchdog.cancel()
            connection.close()
    raise Unreachable(_why(deadline))


def _elsewhere(answer: http.client.HTTPResponse) -> Elsewhere | None:
    location = answer.getheader("Location")
    return Elsewhere(location) if answer.status in REDIRECTIONS and location else None


def _whole(connection: _Connection, wanted: Wanted, deadline: float) -> bytes | Elsewhere:
    """All the content of an address that answers as it should."""
    connection.request("GET", connection.target.path, headers={**_HEADERS, "Accept": wanted.accept})
    with connection.getresponse() as answer:
        if moved := _elsewhere(answer):
            return moved
        if answer.status != http.client.OK:
            raise Unreachable(f"Le site répond par l’erreur {answer.status} : vérifiez l’adresse.")
        if answer.getheader("Content-Encoding", "identity").lower() != "identity":
            raise Unreachable("Le site envoie un contenu comprimé, que nous n’avons pas demandé.")
        return _content(answer, wanted.max_bytes, deadline)


def _beginning(connection: _Connection, method: str, most: int) -> tuple[int, bytes] | Elsewhere:
    """The status and the first bytes: the rest is not asked for."""
    connection.request(method, connection.target.path, headers={**_HEADERS, "Accept": "*/*"})
    with connection.getresponse() as answer:
        return _elsewhere(answer) or (answer.status, answer.read(most) if most else b"")


def _content(answer: http.client.HTTPResponse, max_bytes: int, deadline: float) -> bytes:
    """All of it, or an error: an end that comes early is not an end."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(65536):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise Unreachable(f"Ce fichier dépasse {max_bytes // 1024**2} Mo.")
        if time.monotonic() >= deadline:
            break
    if answer.length or time.monotonic() >= deadline:
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(pieces)


def _why(deadline: float) -> str:
    late = time.monotonic() >= deadline
    return "Ce site met trop de temps à répondre." if late else "Ce site ne répond pas comme il faut."


def _left(deadline: float) -> float:
    """Seconds left; never zero, which sockets take for «no wait»."""
    return max(0.05, deadline - time.monotonic())
