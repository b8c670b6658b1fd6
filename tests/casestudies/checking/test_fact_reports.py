"""«Signaler une erreur»: what is stored, who is told, how it is treated, when it goes."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casestudies.checking.actions.fact_reporting import (
    KEPT_FOR,
    close_report,
    confirm_report,
    purge_reports,
    submit_report,
)
from casestudies.checking.enums import FactReportState
from casestudies.checking.forms.fact_reports import MAX_MESSAGE
from casestudies.checking.views import fact_reports as report_error
from casestudies.models import FactReport
from glossary.models import Term
from hub.core.errors import NotAllowed, WrongState
from hub.core.registries import Erasure, Person, personal_data, purges
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import answer, assembly, case_study, definition, fact, hide
from tests.factories.forms import summary_of
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

PATH, THANKS, LIST = "/signaler-une-erreur/", "/signaler-une-erreur/merci/", "/admin/signalements/"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _site():
    home_page()


@pytest.fixture
def office(client):
    client.force_login(organiser("odile@exemple.fr", first_name="Odile", last_name="Organise"))
    return client


def typed(**changed: object) -> dict:
    return {"key": str(uuid.uuid4()), "message": "Le montant est faux.", **changed}


def report(**fields: object) -> FactReport:
    return submit_report(**{"idempotency_key": uuid.uuid4(), "message": "Faux.", **fields})


def mails() -> list[tuple[str, str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "recipient", "dedup_key"))


# ---------------------------------------------------------------- the form
def test_report_on_a_fact_is_stored_with_what_was_written(client, settings):
    sheet = assembly("Assemblée de Poitiers")
    line = fact(sheet, "compensation", "41,22 € par séance.")
    address = f"{PATH}?sur={sheet.pk}&fait={line.pk}"
    shown = re.sub(r"[\u202f\u00a0]", " ", client.get(address).content.decode())
    assert "41,22 € par séance." in shown
    reply = client.post(address, typed(correction="44 €, délibération.", email="anne@exemple.fr"))
    assert (reply.status_code, reply.headers["Location"]) == (303, THANKS)
    stored = FactReport.objects.get()
    assert (stored.page_id, stored.page_title, stored.about, stored.message, stored.correction, stored.email) == (
        sheet.pk,
        "Assemblée de Poitiers",
        "Indemnisation : 41,22 € par séance.",
        "Le montant est faux.",
        "44 €, délibération.",
        "anne@exemple.fr",
    )
    mail = OutgoingMail.objects.get(kind="error-reported")
    assert (mail.recipient, mail.subject) == (settings.CONTACT_EMAIL, "Erreur signalée : Assemblée de Poitiers")
    assert f"/admin/signalements/inspect/{stored.pk}/" in mail.text
    assert "anne@exemple.fr" not in mail.text


def test_report_on_an_answer_tells_the_criterion():
    sheet = assembly()
    (criterion,) = definition("Tirage au sort")
    line = answer(sheet, criterion, "partly")
    assert about(sheet, f"reponse={line.pk}") == "Tirage au sort : Partiellement. Parce que."


def about(page, query: str) -> str:
    """What is stored of the line that `query` names."""
    Client().post(f"{PATH}?sur={page.pk}&{query}", typed())
    return FactReport.objects.latest("pk").about


def test_line_of_another_page_is_left_out():
    first, other = assembly(), assembly()
    line = fact(other)
    (criterion,) = definition("Tirage au sort")
    assert about(first, f"fait={line.pk}") == ""
    assert about(first, f"reponse={answer(other, criterion).pk}") == ""
    assert [each.page_id for each in FactReport.objects.all()] == [first.pk, first.pk]


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_hidden_page_is_never_named(client, way):
    sheet = hide(assembly("Brouillon secret"), way)
    line = fact(sheet, value="Un secret.")
    html = client.get(f"{PATH}?sur={sheet.pk}&fait={line.pk}").content.decode()
    assert ("secret" in html, 'name="place"' in html) == (False, True)


@pytest.mark.parametrize(
    "query", ["sur=%00", "sur=abc", "sur=-1", "sur=" + "9" * 50, "sur=0", "sur=1", "sur=2147483647&fait=%FF", "fait=1"]
)
def test_unknown_page_asks_which_one(client, query):
    assert 'name="place"' in client.get(f"{PATH}?{query}").content.decode()
    client.post(f"{PATH}?{query}", typed(place="La page des repères"))
    stored = FactReport.objects.get()
    assert (stored.page, stored.about, stored.subject) == (None, "La page des repères", "Page non précisée")


def test_report_sent_again_is_stored_and_told_once(client):
    sent = typed()
    assert [client.post(PATH, sent).status_code for _ in range(3)] == [303] * 3
    assert (FactReport.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "abc", "\x00", "9" * 400])
def test_unreadable_key_does_not_stop_anybody(client, key):
    assert client.post(PATH, typed(key=key)).status_code == 303
    assert FactReport.objects.count() == 1


@pytest.mark.parametrize("filled", ["https://exemple.com", "\x00https://exemple.com"])
def test_bait_stores_nothing_and_gives_back_what_was_typed(client, filled):
    """A browser may have filled the hidden box: a false thanks would lose what a person wrote."""
    page = client.post(PATH, typed(website=filled, correction="44 €, délibération.", email="anne@exemple.fr"))
    html = re.sub(r"[\u202f\u00a0]", " ", page.content.decode())
    assert (page.status_code, FactReport.objects.count(), OutgoingMail.objects.count()) == (422, 0, 0)
    written = ("Une case cachée a été remplie", "Le montant est faux.", "44 €, délibération.", "anne@exemple.fr")
    assert [words in html for words in written] == [True] * 4
    assert "https://exemple.com" not in html


def test_bait_emptied_is_sent_again(client):
    sent = typed(website="https://exemple.com")
    shown = re.search(r'name="key" value="(.*?)"', client.post(PATH, sent).content.decode())[1]
    reply = client.post(PATH, {**sent, "key": shown, "website": ""})
    assert (reply.status_code, shown, FactReport.objects.count()) == (303, sent["key"], 1)


def test_too_many_reports_from_one_place_wait_and_lose_nothing(client, monkeypatch):
    monkeypatch.setattr(report_error, "REPORTS_PER_HOUR", 2)
    answers = [client.post(PATH, typed(message=f"Faux {number}.")) for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert [words in answers[2].content.decode() for words in ("Faux 2.", "dans une heure")] == [True, True]
    assert FactReport.objects.count() == 2


def test_what_is_wrong_is_required_and_nothing_is_lost(client):
    page = client.post(PATH, {"correction": "44 €", "email": "anne@exemple"})
    assert summary_of(page) == [
        ("id_message", "Dites ce qui est faux."),
        ("id_email", "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr"),
    ]
    html = page.content.decode()
    assert ("44 €</textarea>" in html.replace("\u202f", " "), 'value="anne@exemple"' in html) == (True, True)
    assert "<title>Erreur" in html


def test_too_long_a_text_is_refused_and_kept(client):
    page = client.post(PATH, typed(message="x" * 200_000))
    assert summary_of(page) == [
        ("id_message", "Ce texte est trop long : 5 000 signes au plus. Rien n’est perdu : raccourcissez.")
    ]
    assert page.content.decode().count("x" * 200_000) == 1
    assert FactReport.objects.count() == 0


def test_longest_text_without_control_characters_is_stored_whole(client):
    client.post(PATH, typed(message="é" * (MAX_MESSAGE - 1) + "\x00é", email=" anne@exemple.fr\x00"))
    stored = FactReport.objects.get()
    assert (stored.message, stored.email) == ("é" * MAX_MESSAGE, "anne@exemple.fr")


def test_reading_the_form_stores_nothing(client):
    client.get(PATH)
    client.head(PATH)
    assert FactReport.objects.count() == 0
    assert client.get(PATH).headers["Cache-Control"] == "private, no-cache"
    assert client.get(THANKS).cookies == {}


def test_each_page_leads_once_to_the_form(client):
    sheet = assembly(slug="poitiers")
    fact(sheet)
    (criterion,) = definition("Tirage au sort")
    answer(sheet, criterion)
    study = case_study(assemblies=[sheet])
    for page in (sheet, study):
        html = client.get(page.get_url()).content.decode()
        assert re.findall(r'href="/signaler-une-erreur/([^"]*)"', html) == [f"?sur={page.pk}"]
        assert "mailto:" not in html
    assert f'href="{PATH}"' in client.get("/reperes/").content.decode()


# ---------------------------------------------------------------- what becomes of it
def test_closing_answers_the_person():
    sent = confirm_report(report(email="anne@exemple.fr"))
    odile = organiser()
    close_report(sent, by=odile, outcome="corrected", answer="Le montant est de 44 €.")
    stored = FactReport.objects.get()
    assert (stored.state, stored.closed_by, stored.answer) == ("corrected", odile, "Le montant est de 44 €.")
    assert mails()[2:] == [("report-answered", "anne@exemple.fr", f"fact-report-{sent.pk}-answer")]
    text = OutgoingMail.objects.latest("pk").text
    assert ("Nous avons corrigé" in text, "44 €" in text, "Faux." in text) == (True, True, True)


@pytest.mark.parametrize(
    ("email", "outcome", "words"),
    [("", "corrected", "Merci"), ("anne@exemple.fr", "spam", "Merci"), ("anne@exemple.fr", "not_an_error", "")],
)
def test_nobody_is_answered_without_address_without_words_or_for_spam(email, outcome, words):
    close_report(confirm_report(report(email=email)), by=organiser(), outcome=outcome, answer=words)
    assert [kind for kind, _, _ in mails() if kind != "report-confirm"] == ["error-reported"]


def test_report_is_closed_once():
    sent = report(email="anne@exemple.fr")
    close_report(sent, by=organiser(), outcome="corrected", answer="Oui.")
    with pytest.raises(WrongState):
        close_report(sent, by=organiser(), outcome="spam")
    assert (FactReport.objects.get().state, len(mails())) == ("corrected", 2)


def test_report_is_not_closed_by_anybody_nor_to_anything():
    sent = report()
    with pytest.raises(NotAllowed):
        close_report(sent, by=member(), outcome="corrected")
    with pytest.raises(WrongState):
        close_report(sent, by=organiser(), outcome=FactReportState.NEW)
    assert FactReport.objects.get().state == "new"


def test_report_outlives_its_page():
    sheet = assembly("Assemblée fermée")
    sent = report(page=sheet, about="Taille : 100.")
    sheet.delete()
    sent.refresh_from_db()
    assert (sent.page, sent.subject, sent.about) == (None, "Assemblée fermée", "Taille : 100.")


# ---------------------------------------------------------------- the administration
def test_organiser_treats_a_report(office):
    sheet = assembly("Assemblée de Poitiers")
    sent = report(page=sheet, about="Taille : 100.", message="<b>120</b>", email="anne@exemple.fr")
    address = f"{LIST}inspect/{sent.pk}/"
    html = office.get(address).content.decode()
    for words in (f"/admin/pages/{sheet.pk}/edit/", "&lt;b&gt;120&lt;/b&gt;", "anne@exemple.fr", "Taille : 100."):
        assert words in html
    assert "Signalements (1)" in office.get(LIST).content.decode()
    assert office.post(address, {"outcome": "corrected", "answer": "Merci\x00."}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.answer, sent.closed_by.email) == ("corrected", "Merci.", "odile@exemple.fr")
    assert office.post(address, {"outcome": "spam"}).status_code == 409
    assert "Signalements (" not in office.get(LIST).content.decode()


@pytest.mark.parametrize("data", [{}, {"outcome": "\x00"}, {"outcome": "spam", "answer": "x" * 200_000}])
def test_unreadable_decision_changes_nothing(office, data):
    sent = report()
    assert office.post(f"{LIST}inspect/{sent.pk}/", data).status_code == 422
    sent.refresh_from_db()
    assert sent.state == "new"


def test_list_leads_to_each_report(office):
    numbers = [report().pk for _ in range(2)]
    shown = office.get(LIST).content.decode()
    assert [shown.count(f'href="/admin/signalements/inspect/{number}/"') for number in numbers] == [1, 1]


def test_list_is_filtered_and_searched(office):
    report(message="Un mot")
    close_report(report(message="Autre mot"), by=organiser(), outcome="spam")
    found = office.get(f"{LIST}?state=new").context["object_list"]
    assert [sent.message for sent in found] == ["Un mot"]
    assert [sent.message for sent in office.get(f"{LIST}?q=autre").context["object_list"]] == ["Autre mot"]


@pytest.mark.parametrize("query", ["?q=%00&p=-1", "?state=zz&ordering=zz", "?q=" + 9000 * "a"])
def test_list_answers_any_query(office, query):
    report()
    assert office.get(LIST + query).status_code == 200


def test_list_queries_do_not_grow(office):
    sheet = assembly(authority=authority())
    first, *others = query_counts(office, LIST, lambda: report(page=sheet))
    assert others == [first, first]


def test_members_see_no_report(client):
    client.force_login(member())
    assert client.get(LIST).status_code in (302, 403)


def test_home_says_how_many_wait(office):
    report()
    assert "signalement d’erreur à traiter" in office.get("/admin/").content.decode().replace("\u202f", " ")


# ---------------------------------------------------------------- what is kept
def test_reports_are_deleted_after_six_months():
    for age in (timedelta(0), KEPT_FOR, KEPT_FOR + timedelta(seconds=1)):
        FactReport.objects.filter(pk=report().pk).update(created_at=NOW - age)
    assert purges()["signalements"](NOW) == 1
    assert (purge_reports(NOW), FactReport.objects.count()) == (0, 2)


def test_person_gets_and_erases_what_they_sent():
    confirm_report(report(email="Anne@exemple.fr", message="À elle"))
    report(email="anne@exemple.fr", message="Tapé par un autre")
    report(email="autre@exemple.fr", message="À lui")
    (data,) = [each for each in personal_data() if each.name == "signalements"]
    anne = Person("anne@exemple.fr")
    assert [row["ce qui est faux"] for row in data.export(anne)] == ["À elle"]
    data.erase(anne, Erasure(timezone.now(), keep_published=False))
    assert (data.export(anne), sorted(FactReport.objects.values_list("email", flat=True))) == (
        [],
        ["", "", "autre@exemple.fr"],
    )


def test_a_definition_may_be_reported(client):
    Term.objects.create(name="Mandat", slug="mandat", definition="Un temps.")
    Term.objects.create(name="Vide", slug="vide")
    page = client.get(f"{PATH}?mot=mandat")
    assert "Ce qui est écrit : Glossaire, «\u202fMandat\u202f» : Un temps." in page.text.replace("\u202f:", " :")
    client.post(f"{PATH}?mot=mandat", typed())
    assert list(FactReport.objects.values_list("page", "about")) == [(None, "Glossaire, « Mandat » : Un temps.")]
    for unknown in ("vide", "lune", "<b>", "a" * 500, "%00"):
        assert "Sur quelle page" in client.get(f"{PATH}?mot={unknown}").text
