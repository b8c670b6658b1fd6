"""Every form that anybody may fill in, sent badly: what is wrong is said first, by name, and nothing is lost."""

import html
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse

from hub.community.models import Member
from tests.factories.canaries import ADDRESS, plant
from tests.factories.forms import START, key
from tests.factories.organisers import organiser
from tests.guards.areas import routes_of
from tests.harness.addresses import addresses, filled
from tests.harness.mails import sign_in_code
from tests.harness.mistakes import posting, told
from tests.harness.parameters import parameters

LONG, NO_ADDRESS = "Trop long " * 2000, "pas une adresse"
NAMES = {"first_name": LONG, "last_name": ""}
#: Route → who sends, what is sent, the fields that the summary of errors leads to.
BAD = {
    "connexion/": ("anybody", {"email": NO_ADDRESS}, ["id_email"]),
    "connexion/code/": ("at the door", {"code": "FAUX-CODE"}, ["id_code"]),
    "compte/ouvrir/": ("anybody", {"email": NO_ADDRESS, **NAMES}, ["first_name", "last_name", "email", "consent"]),
    "compte/second-facteur/totp/activate/": ("member", {"code": "000000"}, ["id_code"]),
    "compte/second-facteur/authenticate/": ("at the second door", {"code": "00000a"}, ["id_code"]),
    "compte/second-facteur/reauthenticate/": ("organiser", {"code": "00000a"}, ["id_code"]),
    "ateliers/<slug:slug>/inscription/": ("anybody", {"name": LONG, "email": NO_ADDRESS}, ["name", "email"]),
    "inscription/<int:pk>/<str:token>/": ("anybody", {"decision": "change", "name": LONG}, ["name"]),
    "inscription/<int:pk>/<str:token>/agenda/": ("anybody", {"decision": "make", "name": LONG}, ["name"]),
    "agenda/prive/": ("member", {"decision": "make", "name": LONG}, ["name"]),
    "retour/<int:pk>/<str:token>/": ("anybody", {"practice_words": LONG}, ["practice_words"]),
    "signaler-une-erreur/": ("anybody", {"message": LONG, "email": NO_ADDRESS}, ["message", "email"]),
    "verifier/<str:token>/": ("anybody", {"answer": "to_correct", "comment": ""}, ["comment"]),
    "verifier/<str:token>/suites/<slug:slug>/": ("anybody", {"details": LONG}, ["kind", "when", "details"]),
    "relecture/<str:token>/": ("anybody", {"comment": LONG, "revision": 1}, ["comment", "answer"]),
    "proposer-un-temoignage/": (
        "anybody",
        {"name": LONG, "email": NO_ADDRESS},
        ["intents_0", "organisation", "name", "email"],
    ),
    "ma-proposition/lien/": ("anybody", {"email": NO_ADDRESS}, ["email"]),
    "ma-proposition/<int:pk>/<str:token>/accord/": ("anybody", {}, ["wish_0"]),
    "ma-proposition/<int:pk>/<str:token>/message/": ("anybody", {"text": ""}, ["text"]),
    "ma-proposition/<int:pk>/<str:token>/retirer/": ("anybody", {}, ["then_0"]),
    "etiquettes/proposer/<slug:slug>/": ("member", {"etiquette": LONG}, ["etiquette"]),
    "mon-espace/nouvelles/": ("member", {}, ["themes_0", "rhythm_0"]),
    "mon-espace/mes-donnees/": ("member", NAMES, ["first_name"]),
    "compte/second-facteur/webauthn/add/": ("member", {"name": "Clé bleue", "credential": "x"}, []),
    "documents/authenticate_with_password/<int:restriction_id>/": (
        "anybody",
        {"password": "faux", "return_url": "/"},
        ["password"],
    ),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        "anybody",
        {"password": "faux", "return_url": "/"},
        ["password"],
    ),
}
#: Of a poll, any answer is one.
ANY_ANSWER = {"sondage/<int:pk>/<str:token>/"}
READABLE = ("public", "private link", "signed in", "factor to add", "factor to prove")

pytestmark = pytest.mark.django_db(transaction=True)


def _client(who: str, people: dict[str, Member]) -> Client:
    client = Client()
    if who in people:
        client.force_login(people[who])
    elif who != "anybody":
        client.post("/connexion/", {"email": people["organiser" if "second" in who else "member"].email})
        if "second" in who:
            client.post("/connexion/code/", {"code": sign_in_code()})
    return client


@pytest.fixture
def known():
    desk = organiser("odile.organise@exemple.fr")
    TOTP.activate(desk, generate_totp_secret())
    planted = plant(desk)
    found = {address.route: address for address in addresses()}
    values = parameters(planted, desk)
    people = {"organiser": desk, "member": Member.objects.get(email=ADDRESS)}
    return people, lambda route: filled(found[route], values)


def _answer(client: Client, path: str, data: dict) -> object:
    with transaction.atomic():
        answer = client.post(path, data)
        transaction.set_rollback(True)
    caches["default"].clear()
    return answer


def test_each_form_says_first_what_is_wrong_by_name(known):
    people, path_of = known
    wrong = {}
    for route, (who, data, fields) in BAD.items():
        path = path_of(route)
        sent = {**data, **({"key": key()} if path == START else {})}
        page = _answer(_client(who, people), path, sent).content.decode()
        found = told(page)
        seen = (
            found.title[:6],
            found.focused,
            [target.removeprefix("id_") for _, target, _ in found.lines],
            found.faults,
        )
        lost = [name for name, typed in data.items() if typed == LONG and html.unescape(page).count(LONG.strip()) < 1]
        if (seen, lost) != (("Erreur", ["summary"], [name.removeprefix("id_") for name in fields], []), []):
            wrong[route] = (seen, lost)
    assert wrong == {}


def test_each_form_of_readers_and_members_stands_in_the_table(known):
    people, path_of = known
    listed = {path_of(route) for route in (*BAD, *ANY_ANSWER)}
    sent = set()
    for route in (route for area in READABLE for route in routes_of(area)):
        path = path_of(route)
        for who in ("anybody", "member", "organiser"):
            answer = _client(who, people).get(path)
            if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
                sent |= {re.sub(r"[?#].*", "", action) for action in posting(answer.content.decode(), path)}
            answer.close()  # a file that is sent is open until then
    assert {action for action in sent if action not in listed} == set()
    assert reverse("propose") in sent
