"""No private link in the logs: messages, tracebacks and extras, for every route that has a secret."""

import copy
import io
import json
import logging
import logging.config
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils.log import log_response

from hub.core.masking import PARAMETER, MaskPrivateLinks, mask, routes
from hub.core.private_links import random_token, token_for
from hub.home.my_space.actions.news import subscribe_to_news
from hub.home.my_space.links import unsubscribe_url
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.factories.workshops import theme

TOKEN = token_for("test", 1)
#: Too short to be known by its look: only the routes tell that it is a secret.
SHORT = "jeton-7"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "hub.settings.production",
    "AGORA_SECRET_KEY": "k",
    "AGORA_HOSTS": "testserver",
    "AGORA_BASE_URL": "https://testserver",
    "AGORA_FROM_EMAIL": "site@agoratheque.example",
    "AGORA_CONTACT_EMAIL": "contact@agoratheque.example",
    "AGORA_SMTP_HOST": "localhost",
}
#: Parameters of public routes that hold texts, and may be read by anybody. A new secret is named `token`.
PUBLIC_TEXTS = {"slug", "name", "kind", "extension", "digest"}


class Journal(logging.Handler):
    """What a handler of production gets, and what it writes."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self.lines.append(self.format(record))

    def everything(self) -> str:
        """All that any formatter could show of the records, requests and exceptions included."""
        return "\n".join([*self.lines, *(repr(vars(record)) for record in self.records)])


@pytest.fixture
def journal(monkeypatch) -> Iterator[Journal]:
    """Listens as the console of production does: same filters, same formatter."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    configured = copy.deepcopy(runpy.run_module("hub.settings.production")["LOGGING"])  # the maker empties it
    maker, console = logging.config.DictConfigurator(configured), configured["handlers"]["console"]
    handler = Journal()
    handler.setFormatter(maker.configure_formatter(configured["formatters"][console["formatter"]]))
    for name in console["filters"]:
        handler.addFilter(maker.configure_filter(configured["filters"][name]))
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def secret_routes() -> list[str]:
    return [route for route in routes(get_resolver()) if "token" in PARAMETER.findall(route)]


def address_of(route: str, token: str) -> str:
    return "/" + PARAMETER.sub(lambda found: token if found[1] == "token" else "12", route)


def changed(token: str) -> list[str]:
    """Every text that differs from `token` by one bit, as Django writes it in its messages."""
    texts = (
        token[:at] + chr(ord(sign) ^ 1 << bit) + token[at + 1 :] for at, sign in enumerate(token) for bit in range(7)
    )
    return [text.encode("unicode_escape").decode() for text in texts]


def longest_left(token: str, text: str, least: int = 6) -> list[str]:
    """Pieces of `token` of `least` signs that `text` still shows."""
    return [token[at : at + least] for at in range(len(token) - least + 1) if token[at : at + least] in text]


# ---------------------------------------------------------------- every route
def test_every_route_with_a_secret_is_masked():
    addresses = [address_of(route, SHORT) for route in secret_routes()]
    assert [address for address in addresses if SHORT in mask(f"Not Found: {address}")] == []
    starts = {"ma-proposition", "relecture", "verifier", "compte", "desabonnement"}
    assert starts - {address.split("/")[1] for address in addresses} == set()


def test_every_text_in_a_public_route_is_known():
    """A secret under another name than `token` would be written in the logs."""
    outside = [route for route in routes(get_resolver()) if not route.startswith(f"{settings.ADMIN_PATH}/")]
    converters = [found for route in outside for found in PARAMETER.finditer(route)]
    texts = {found[1] for found in converters if not found[0].startswith("<int:")}
    assert texts - PUBLIC_TEXTS == {"token"}


def test_what_follows_a_secret_is_still_read():
    assert mask(f"GET /ma-proposition/12/{SHORT}/etape/3/ HTTP/1.1 200") == (
        "GET /ma-proposition/12/***/etape/3/ HTTP/1.1 200"
    )
    assert mask("Not Found: /ateliers/un-atelier-dont-le-nom-est-vraiment-tres-long-2027/") == (
        "Not Found: /ateliers/un-atelier-dont-le-nom-est-vraiment-tres-long-2027/"
    )


@pytest.mark.parametrize("route", ["relecture/{}/", "ma-proposition/12/{}/etape/3/", "rejoindre/{}/"])
@pytest.mark.urls("tests.harness.failing_urls")
def test_token_changed_by_one_bit_is_masked(route):
    lines = [f"Not Found: /{route.format(text)}" for text in changed(TOKEN)]
    assert [line for line in lines if longest_left(TOKEN, mask(line))] == []


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/relecture/{}/",
        "/Relecture//{}",
        "/relecture/ {}/",
        "/relecturd/{}/",
        "/connexion/?next=%2Frelecture%2F{}%2F",
        "Reverse for 'review' with arguments '('{}',)' not found",
        "{{'path': 'relecture/{}/'}}",
        "<WSGIRequest: GET '/desabonnement/3/{}/'>",
    ],
)
def test_token_is_masked_wherever_it_stands(text):
    for token in (random_token(), random_token(), TOKEN):
        assert longest_left(token, mask(text.format(token))) == []


def test_masking_twice_changes_nothing_more():
    once = mask(f"GET /ma-proposition/12/{TOKEN}/etape/3/ then /relecture/{TOKEN}/ HTTP/1.1")
    assert mask(once) == once


def test_tokens_are_masked_before_addresses_are_known(settings):
    settings.ROOT_URLCONF = "hub.not_loaded"
    assert mask(f"Not Found: /relecture/{TOKEN}/") == "Not Found: /relecture/***/"


# ---------------------------------------------------------------- records
@pytest.mark.django_db
@pytest.mark.parametrize("route", secret_routes())
def test_wrong_link_leaves_no_token_in_the_journal(client, journal, route):
    home_page()
    wrong = TOKEN[:-1] + chr(ord(TOKEN[-1]) ^ 1)
    address = address_of(route, wrong)
    statuses = {client.get(address).status_code, client.put(address).status_code, client.get(address[:-1]).status_code}
    assert statuses & {404, 405} != set() or route.startswith("admin/")
    assert longest_left(TOKEN, journal.everything()) == []


@pytest.mark.django_db
def test_refused_method_is_told_without_the_token(client, journal):
    address = unsubscribed()
    assert client.put(address).status_code == 405
    assert [line.split(" ", 1)[1] for line in journal.lines] == [
        f"WARNING django.request Method Not Allowed (PUT): /desabonnement/{address.split('/')[2]}/***/"
    ]
    assert longest_left(address.split("/")[3], journal.everything()) == []


def unsubscribed() -> str:
    """The address that stops the digest of somebody."""
    home_page()
    line = subscribe_to_news(member(), themes=[theme()], rhythm="weekly")
    return unsubscribe_url(line).removeprefix("http://testserver")


@pytest.mark.django_db
@pytest.mark.urls("tests.harness.failing_urls")
@pytest.mark.parametrize("token", [TOKEN, f"{TOKEN[:20]} {TOKEN[21:]}", SHORT])
def test_failing_view_leaves_a_traceback_without_the_token(client, journal, token):
    home_page()
    client.raise_request_exception = False
    assert client.get(f"/rejoindre/{token}/?a=1").status_code == 500
    (line,) = journal.lines
    assert "ERROR django.request Internal Server Error: /rejoindre/***/" in line
    assert "KeyError: '***'" in line
    assert "RuntimeError: nothing at /rejoindre/***/?a=1" in line
    assert longest_left(token, journal.everything()) == []


@pytest.mark.django_db
def test_refused_form_leaves_no_token_in_the_journal(journal):
    home_page()
    assert Client(enforce_csrf_checks=True).post(f"/relecture/{TOKEN}/").status_code == 403
    assert [record.name for record in journal.records] == ["django.security.csrf"]
    assert longest_left(TOKEN, journal.everything()) == []


def test_arguments_extras_and_stacks_are_masked(journal):
    link = f"/relecture/{TOKEN}/"
    logger = logging.getLogger("tests.masking")
    logger.warning("%(method)s %(path)s", {"method": "GET", "path": link, "unused": link})  # as the web server writes
    logger.warning("bad %d", link)
    logger.warning("kept", extra={"link": link, "links": [link], "status": 404}, stack_info=True)
    messages = [record.getMessage() for record in journal.records]
    assert messages == ["GET /relecture/***/", "bad %d ('/relecture/***", "kept"]
    kept = journal.records[-1]
    assert (kept.link, kept.links, kept.status) == ("/relecture/***/", "['/relecture/***", 404)
    assert longest_left(TOKEN, journal.everything()) == []


def test_value_that_cannot_be_shown_stops_nothing(journal):
    class Mute:
        def __repr__(self) -> str:
            raise ValueError

    logging.getLogger("tests.masking").warning("told", extra={"mute": Mute()})
    assert [(record.getMessage(), record.mute) for record in journal.records] == [("told", "<Mute>")]


def test_request_without_secret_stays_as_it_is(journal, rf):
    request = rf.get("/themes/")
    log_response("Not Found: %s", "/themes/", response=type("Answer", (), {"status_code": 404})(), request=request)
    assert [record.request for record in journal.records] == [request]


# ---------------------------------------------------------------- settings
SHOW_HANDLERS = """
import django, json, logging
logging.getLogger("granian.access").addHandler(logging.StreamHandler())  # the web server sets its own first
django.setup()
loggers = [logging.getLogger(), *(known for known in list(logging.root.manager.loggerDict.values()))]
handlers = [(known.name, handler) for known in loggers for handler in getattr(known, "handlers", [])]
shown = [[name, type(handler).__name__, [type(one).__name__ for one in handler.filters]] for name, handler in handlers]
print(json.dumps(shown))
logging.getLogger("django.request").error("Internal Server Error: %s", "/relecture/TOKEN/")
logging.getLogger("granian.access").error("%(path)s", {"path": "/relecture/TOKEN/"})
""".replace("TOKEN", TOKEN)


@pytest.mark.parametrize("module", ["hub.settings.production", "hub.settings.dev"])
def test_every_handler_masks_and_none_mails(module, run_folder):
    env = {**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": module, "AGORA_VAR": str(run_folder)}
    command = [sys.executable, "-c", SHOW_HANDLERS]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True)
    handlers = json.loads(done.stdout)
    names = sorted(name for name, kind, filters in handlers if (kind, filters) != ("NullHandler", []))
    assert names == ["_granian", "django.server", "granian.access", "root"]
    assert {kind for _name, kind, _filters in handlers} - {"NullHandler"} == {"StreamHandler"}
    assert {tuple(filters) for name, _kind, filters in handlers if name in names} == {("MaskPrivateLinks",)}
    moments, lines = zip(*(line.split(" ", 1) for line in done.stderr.splitlines()), strict=True)
    assert {datetime.fromisoformat(moment).utcoffset() is None for moment in moments} == {False}
    assert list(lines) == [
        "ERROR django.request Internal Server Error: /relecture/***/",
        "ERROR granian.access /relecture/***/",
    ]


def test_command_that_fails_masks_its_traceback(run_folder):
    env = {**os.environ, **PRODUCTION, "AGORA_VAR": str(run_folder)}
    command = [sys.executable, "manage.py", "shell", "-c", f"raise ValueError('/relecture/{TOKEN}/')"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, TOKEN in done.stdout + done.stderr) == (1, False)
    assert "ERROR hub.manage manage.py shell failed" in done.stderr
    assert done.stderr.rstrip().endswith("ValueError: /relecture/***/")


def test_console_writes_what_the_filter_left():
    """The traceback is written once, masked, by a plain formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(MaskPrivateLinks())
    try:
        raise ValueError(f"/relecture/{TOKEN}/")
    except ValueError:
        failure = sys.exc_info()
    handler.handle(logging.makeLogRecord({"msg": "broken", "levelno": logging.ERROR, "exc_info": failure}))
    written = stream.getvalue()
    assert (written.count("Traceback"), written.splitlines()[-1]) == (1, "ValueError: /relecture/***/")
