"""Fetching an address that somebody typed: what is refused, and that the line goes to the address that was checked."""

import datetime
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from hub.core import fetching
from hub.core.fetching import Unreachable, Wanted, fetch, is_public
from tests.harness.distant_site import CALENDAR, PUBLIC, Site, distant_site, moved, send

MAX_BYTES = 2 * 1024 * 1024
PRIVATE_NETWORK = "Cette adresse mène à un réseau privé : seuls les sites publics sont acceptés."
NOT_AN_ADDRESS = "Cette adresse n’est pas une adresse web."


@pytest.fixture
def site(monkeypatch) -> Iterator[Site]:
    with distant_site(monkeypatch) as made:
        yield made


def fetched(url: str) -> bytes:
    return fetch(url, Wanted(MAX_BYTES))


def refusal(url: str) -> str:
    with pytest.raises(Unreachable) as caught:
        fetched(url)
    return str(caught.value)


# ---------------------------------------------------------------- what is fetched, and how
@pytest.mark.parametrize("url", ["http://rep.example/a.ics?x=1", "  HTTP://REP.example:80/a.ics?x=1#y "])
def test_content_comes_from_the_address_that_was_checked(site, url):
    site.answers["/a.ics?x=1"] = send()
    assert fetched(url) == CALENDAR
    assert (site.dialled, site.asked) == ([(PUBLIC, 80)], [("rep.example", "/a.ics?x=1")])


def test_name_is_resolved_once_per_step(site, monkeypatch):
    """A name server that answers otherwise the second time (DNS rebinding) is never asked again."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (address, port)) for address in next(answers)]
    )
    site.answers["/"] = send()
    assert (fetched("http://rep.example"), site.dialled) == (CALENDAR, [(PUBLIC, 80)])
    assert refusal("http://rep.example") == PRIVATE_NETWORK


def test_next_address_of_a_name_is_tried(site):
    site.names["rep.example"] = ["8.8.8.8", PUBLIC]
    site.answers["/"] = send()
    assert (fetched("http://rep.example/"), site.dialled) == (CALENDAR, [("8.8.8.8", 80), (PUBLIC, 80)])


def test_accents_in_an_address(site):
    site.names["xn--t-9fab.example"] = [PUBLIC]
    site.answers["/%C3%A9t%C3%A9.ics?q=%C3%A9&b=%20"] = send()
    assert fetched("http://été.example/été.ics?q=é&b=%20") == CALENDAR


def test_chunked_answer(site):
    def answer(handler):
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nBEGIN\r\n4\r\n:VCA\r\n0\r\n\r\n")

    site.answers["/"] = answer
    assert fetched("http://rep.example/") == b"BEGIN:VCA"


@pytest.mark.parametrize("url", ["https://rep.example/", "webcal://rep.example/", "WEBCALS://rep.example/"])
def test_secure_address_proves_its_name(site, monkeypatch, tmp_path, url):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rep.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("rep.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "certificate.pem").write_bytes(pem + private)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate.pem")
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    site.answers["/"] = send()
    site.names["autre.example"] = [PUBLIC]
    assert refusal(url) == "La connexion sécurisée à ce site a échoué."
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    assert (fetched(url), site.asked) == (CALENDAR, [("rep.example", "/")])
    assert refusal("https://autre.example/") == "La connexion sécurisée à ce site a échoué."


# ---------------------------------------------------------------- addresses that are refused
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1", "fc00::1", "fd12:3456::1",
        "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "localhost", "", "8.8.8",
    ],
)  # fmt: skip
def test_private_addresses(site, address):
    assert not is_public(address)
    site.names["rep.example"] = [PUBLIC, address]
    assert (refusal("http://rep.example/"), site.dialled) == (PRIVATE_NETWORK, [])


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2001:4860:4860::8888"]
)
def test_public_addresses(address):
    assert is_public(address)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(address):
    if is_public(str(address)):
        assert ipaddress.ip_address(address).is_global


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("file:///etc/passwd", "L’adresse doit commencer par « https:// » ou « http:// »."),
        ("ftp://rep.example/", "L’adresse doit commencer par « https:// » ou « http:// »."),
        ("gopher://rep.example/", "L’adresse doit commencer par « https:// » ou « http:// »."),
        ("rep.example/a.ics", "L’adresse doit commencer par « https:// » ou « http:// »."),
        ("", "L’adresse doit commencer par « https:// » ou « http:// »."),
        ("http://", NOT_AN_ADDRESS),
        ("http://[", NOT_AN_ADDRESS),
        ("http://rep.example:x/", NOT_AN_ADDRESS),
        ("http://rep.example:99999/", NOT_AN_ADDRESS),
        (f"http://{'a' * 64}.example/", NOT_AN_ADDRESS),
        ("http://a..b/", NOT_AN_ADDRESS),
        ("http://moi:secret@rep.example/", "L’adresse ne doit contenir ni nom d’utilisateur, ni mot de passe."),
        ("http://@rep.example/", "L’adresse ne doit contenir ni nom d’utilisateur, ni mot de passe."),
        (
            "http://rep.example:22/",
            "Cette adresse utilise un port inhabituel : seuls 80, 443, 8080 et 8443 sont acceptés.",
        ),
        ("http://rep.example/a b", "Cette adresse contient un espace ou un caractère invisible."),
        ("http://rep.example/a\r\nHost: x", "Cette adresse contient un espace ou un caractère invisible."),
        ("http://rep.example/\0", "Cette adresse contient un espace ou un caractère invisible."),
        ("http://inconnu.example/", "Le site « inconnu.example » est introuvable."),
    ],
)
def test_addresses_that_are_not_followed(site, url, sentence):
    assert (refusal(url), site.dialled) == (sentence, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:10.0.0.1]"])
def test_addresses_written_as_numbers(monkeypatch, host):
    """The system reads them as addresses of this machine, without asking a name server."""
    monkeypatch.setattr("tests.harness.network._check", lambda host: None)
    assert refusal(f"http://{host}/") == PRIVATE_NETWORK


# ---------------------------------------------------------------- redirections
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_followed(site, status):
    site.answers = {"/": moved("/b/", status), "/b/": moved("c.ics", status), "/b/c.ics": send()}
    assert fetched("http://rep.example/") == CALENDAR
    assert [path for _, path in site.asked] == ["/", "/b/", "/b/c.ics"]


def test_too_many_redirections(site):
    site.answers["/"] = moved("/")
    assert refusal("http://rep.example/") == "Cette adresse redirige plus de 3 fois."
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("http://interne.example/", PRIVATE_NETWORK),
        ("//interne.example/", PRIVATE_NETWORK),
        ("file:///etc/passwd", "L’adresse doit commencer par « https:// » ou « http:// »."),
        ("http://a:b@rep.example/", "L’adresse ne doit contenir ni nom d’utilisateur, ni mot de passe."),
        (
            "http://rep.example:25/",
            "Cette adresse utilise un port inhabituel : seuls 80, 443, 8080 et 8443 sont acceptés.",
        ),
        ("http://[", "Cette adresse redirige vers une adresse illisible."),
    ],
)
def test_each_redirection_is_checked(site, where, sentence):
    site.names["interne.example"] = ["10.0.0.5"]
    site.answers["/"] = moved(where)
    assert (refusal("http://rep.example/"), len(site.dialled)) == (sentence, 1)


# ---------------------------------------------------------------- answers that are refused
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (send(status=404), "Le site répond par l’erreur 404 : vérifiez l’adresse."),
        (send(status=500), "Le site répond par l’erreur 500 : vérifiez l’adresse."),
        (send(b"", 304), "Le site répond par l’erreur 304 : vérifiez l’adresse."),
        (send(b"", 302), "Le site répond par l’erreur 302 : vérifiez l’adresse."),
        (send(Content_Encoding="gzip"), "Le site envoie un contenu comprimé, que nous n’avons pas demandé."),
        (send(b"x" * (MAX_BYTES + 1)), "Ce fichier dépasse 2 Mo."),
        (send(Content_Length="1000"), "Ce site ne répond pas comme il faut."),
        (lambda handler: handler.wfile.write(b"bonjour\r\n\r\n"), "Ce site ne répond pas comme il faut."),
        (lambda handler: None, "Ce site ne répond pas comme il faut."),
    ],
)
def test_answers_that_are_refused(site, answer, sentence):
    site.answers["/"] = answer
    assert refusal("http://rep.example/") == sentence


def drip(before: bytes) -> Callable:
    """One byte at a time, for ever: no single wait is long."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(before)
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("before", [b"", b"HTTP/1.0 200 OK\r\nX: ", b"HTTP/1.0 200 OK\r\n\r\n"])
def test_slow_site_is_left(site, monkeypatch, before):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.5)
    site.answers["/"] = drip(before)
    assert refusal("http://rep.example/") == "Ce site met trop de temps à répondre."  # the site never ends


def test_slow_name_server_is_left(site, monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1))
    assert refusal("http://rep.example/") == "Ce site met trop de temps à répondre."


def test_unreachable_site(site):
    site.names["rep.example"] = ["8.8.8.8"]
    assert refusal("http://rep.example/") == "Ce site ne répond pas comme il faut."
