"""«Les mails arrivent-ils ?»: what the domain needs, asked of a real name server by a button."""

import pytest
from django.test import Client

from hub.core.models import RateCount
from hub.mail.dns_records import SILENCE, ask
from hub.mail.models import DailyRun
from tests.factories.mails import NOON, outgoing
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.harness.dns import FAILING, GARBAGE, SILENT, name_server

pytestmark = pytest.mark.django_db
PATH = "/admin/messages/arrivee/"
DOMAIN = "agoratheque.example"
KEY = '"v=DKIM1; k=rsa; p=MIIBIjANBgkq" "hkiG9w0BAQEF"'
RIGHT = {
    (DOMAIN, "MX"): ["10 mx.agoratheque.example."],
    (DOMAIN, "TXT"): ['"google-site-verification=x"', '"v=spf1 include:_spf.service.example ~all"'],
    (f"cle1._domainkey.{DOMAIN}", "TXT"): [KEY],
    (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=none"'],
}


@pytest.fixture
def names(settings):
    with name_server() as names:
        settings.ASKS_DNS, settings.DNS_SERVERS, settings.DNS_SECONDS = True, f"127.0.0.1:{names.port}", 2
        settings.MAIL_DKIM_SELECTOR, settings.MAIL_SPF = "cle1", "include:_spf.service.example"
        settings.DEFAULT_FROM_EMAIL = f"Agorathèque <site@{DOMAIN}>"
        yield names


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def verdicts() -> list[str]:
    return [finding.verdict.value for finding in ask()]


def test_everything_is_in_place(names):
    names.known = {**RIGHT}
    assert verdicts() == ["right"] * 4


def test_nothing_is_there_and_what_to_copy_is_said(names):
    found = ask()
    assert [finding.verdict.value for finding in found] == ["missing"] * 4
    assert [(finding.record.kind, finding.record.name, finding.record.value) for finding in found] == [
        ("MX", DOMAIN, ""),
        ("TXT", DOMAIN, "v=spf1 include:_spf.service.example ~all"),
        ("TXT", f"cle1._domainkey.{DOMAIN}", ""),
        ("TXT", f"_dmarc.{DOMAIN}", "v=DMARC1; p=none"),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "said", "place"),
    [
        (DOMAIN, "MX", ["0 ."], 0),
        (DOMAIN, "TXT", ['"v=spf1 mx -all"'], 1),
        (DOMAIN, "TXT", ['"v=spf1 include:_spf.service.example ~all"', '"v=spf1 -all"'], 1),
        (DOMAIN, "TXT", ['"v=spf1 include:_spf.service.example +all"'], 1),
        (f"cle1._domainkey.{DOMAIN}", "TXT", ['"v=DKIM1; p="'], 2),
        (f"cle1._domainkey.{DOMAIN}", "TXT", ['"bonjour"'], 2),
        (f"_dmarc.{DOMAIN}", "TXT", ['"v=DMARC1; p=peut-être"'], 3),
        (f"_dmarc.{DOMAIN}", "TXT", ['"v=DMARC1"'], 3),
        (f"_dmarc.{DOMAIN}", "TXT", ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'], 3),
    ],
)
def test_record_that_does_harm_is_to_be_corrected(names, name, kind, said, place):
    names.known = {**RIGHT, (name, kind): said}
    assert verdicts() == ["wrong" if at == place else "right" for at in range(4)]


def test_record_to_copy_keeps_what_the_other_services_need(names):
    names.known = {**RIGHT, (DOMAIN, "TXT"): ['"v=spf1 mx include:autre.example -all"']}
    assert ask()[1].better == "v=spf1 include:_spf.service.example mx include:autre.example -all"


def test_record_of_a_domain_above_counts(names, settings):
    settings.DEFAULT_FROM_EMAIL = f"site@sous.{DOMAIN}"
    names.known = {(f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=reject"']}
    assert ask()[3].words == f"Celui de _dmarc.{DOMAIN} vaut aussi pour ce domaine. Règle : « reject »."
    assert (f"_dmarc.{DOMAIN.partition('.')[2]}", "TXT") not in names.asked


def test_selector_that_is_not_set_is_not_asked_for(names, settings):
    settings.MAIL_DKIM_SELECTOR = ""
    names.known = {**RIGHT}
    assert verdicts() == ["right", "right", "not_asked", "right"]


@pytest.mark.parametrize("selector", ["x" * 64, "a..b", "é" * 300])
def test_selector_that_can_not_be_a_name_is_said(names, settings, selector):
    settings.MAIL_DKIM_SELECTOR = selector
    names.known = {**RIGHT}
    assert (verdicts()[2], ask()[2].words.startswith("Le nom à demander est mal écrit")) == ("unknown", True)


def test_dns_that_never_answers_gives_a_sentence_and_is_left(names, settings):
    settings.DNS_SECONDS = 0.3
    names.otherwise = SILENT
    assert [(finding.verdict.value, finding.words) for finding in ask()] == [("unknown", SILENCE)] * 4
    assert names.asked == [(DOMAIN, "MX")]


@pytest.mark.parametrize("broken", [FAILING, GARBAGE])
def test_dns_that_answers_badly_says_nothing_of_the_others(names, settings, broken):
    settings.DNS_SECONDS = 1
    names.known = {**RIGHT, (f"_dmarc.{DOMAIN}", "TXT"): broken}
    assert verdicts() == ["right", "right", "right", "unknown"]


def test_no_name_server_at_all(names, settings):
    settings.DNS_SERVERS, settings.DNS_SECONDS = "pas une adresse", 0.3
    assert verdicts() == ["unknown"] * 4


def test_page_asks_nothing_until_the_button_is_pressed(office, names):
    names.known = {**RIGHT}
    html = office.get(PATH).content.decode()
    assert (names.asked, RateCount.objects.count(), "En place" in html) == ([], 0, False)
    html = office.post(PATH).content.decode()
    assert (len(names.asked), html.count("En place.")) == (4, 4)


def test_what_the_dns_says_is_shown_as_text(office, names):
    names.known = {**RIGHT, (DOMAIN, "TXT"): ['"v=spf1 <script>alert(1)</script> ~all"']}
    html = office.post(PATH).content.decode()
    assert ("<script>alert(1)" in html, "&lt;script&gt;alert(1)" in html) == (False, True)


def test_asking_is_limited(office, names, monkeypatch):
    monkeypatch.setattr("hub.mail.viewsets.ASKED_PER_HOUR", 1)
    assert [office.post(PATH).status_code for _ in range(2)] == [200, 429]
    assert len(names.asked) == 4


def test_under_make_run_nothing_is_asked(office, names, settings):
    settings.ASKS_DNS = False
    for html in (office.get(PATH).content.decode(), office.post(PATH).content.decode()):
        assert ("rien n’est demandé au DNS" in html, "Demander au DNS" in html) == (True, False)
    assert names.asked == []


def test_mailbox_of_returns_is_told_without_its_password(office, settings):
    assert "n’est pas réglée" in office.get(PATH).content.decode()
    settings.BOUNCES_IMAP_HOST, settings.BOUNCES_IMAP_PASSWORD = "imap.ville.example", "parole"
    DailyRun.objects.create(name="retours de courrier", next_at=NOON, last_error="Le serveur ne répond pas.")
    outgoing(bounce="soft", bounced_at=NOON)
    html = office.get(PATH).content.decode()
    assert ("imap.ville.example" in html, "Le serveur ne répond pas." in html, "parole" in html) == (True, True, False)
    assert "?bounce=permanent&amp;bounce=soft" in html


def test_page_is_for_organisers(client, names):
    home_page()
    assert client.post(PATH).status_code == 302
    client.force_login(member())
    assert (client.post(PATH).status_code, names.asked) == (302, [])


def test_button_needs_the_secret_of_forms(names):
    home_page()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(organiser())
    assert (strict.post(PATH).status_code, names.asked) == (403, [])
