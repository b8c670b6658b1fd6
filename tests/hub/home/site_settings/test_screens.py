"""The screens of settings: who enters, what is kept when two people save, what stays with the server."""

import html

import pytest
from django.core.cache import caches
from django.urls import reverse

from hub.community.enums import SecurityKind
from hub.community.models import SecurityEvent
from hub.core.enums import HomeSection
from hub.core.errors import NotAllowed
from hub.core.models import SiteIdentity
from hub.core.sites import site_identity
from hub.home.site_settings.actions import fingerprint, save_settings
from hub.home.site_settings.hosting import LINES
from hub.home.site_settings.views import SCREENS
from tests.factories.casestudies import case_study
from tests.factories.organisers import member, organiser
from tests.factories.settings import MAIL, send, shown_fingerprint, write
from tests.harness.queries import queries_of

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return html.unescape(answer.text)


@pytest.mark.parametrize("screen", [name for name, _ in SCREENS])
def test_screens_open_for_organisers_and_write_nothing(office, screen):
    answer = office.get(reverse(screen))
    assert (answer.status_code, SiteIdentity.objects.count()) == (200, 0)
    assert [label for _, label in SCREENS if label not in text_of(answer)] == []


def test_the_menu_of_the_administration_leads_to_the_settings(office):
    assert reverse("site_settings") in office.get("/admin/").text


def test_settings_are_not_written_without_the_right():
    identity = site_identity()
    with pytest.raises(NotAllowed):
        save_settings({"name": "Autre"}, seen=fingerprint(identity, ["name"]), by=member())
    assert SiteIdentity.objects.count() == 0


def test_a_saved_name_is_on_every_page_at_once(office, client):
    assert "· Agorathèque</title>" in client.get("/").text
    values = {**_words(), "name": "La ruche"}
    assert send(office, "site_settings", values).status_code == 302
    assert [client.get(path).text.count("· La ruche</title>") for path in ("/", "/themes/", "/recherche/")] == [1] * 3


def test_another_process_reads_a_saved_setting_at_once(office, client):
    """A process knows nothing of what the other one kept, but the token in the database."""
    assert client.get("/.well-known/security.txt").text.startswith("Contact: mailto:contact@agoratheque.example")
    SiteIdentity.objects.create(site=site_identity().site)
    assert send(office, "site_mail", {**MAIL, "contact_email": "bonjour@ville.example"}).status_code == 302
    caches["default"].clear()
    assert client.get("/.well-known/security.txt").text.startswith("Contact: mailto:bonjour@ville.example")


def test_the_second_of_two_who_save_is_told_and_loses_nothing(office):
    seen = shown_fingerprint(office, "site_mail")
    assert send(office, "site_mail", {**MAIL, "sender_name": "La ruche"}, seen=seen).status_code == 302
    answer = send(office, "site_mail", {**MAIL, "sender_name": "L’essaim", "signature": "À bientôt"}, seen=seen)
    assert answer.status_code == 409
    assert site_identity().sender_name == "La ruche"
    assert answer.context["differences"] == [
        ("nom de l’expéditeur", "La ruche", "L’essaim"),
        ("signature", "(rien)", "À bientôt"),
    ]
    assert ("L’essaim" in text_of(answer), "À bientôt" in text_of(answer)) == (True, True)
    again = send(office, "site_mail", {**MAIL, "sender_name": "L’essaim"}, seen=answer.context["seen"])
    assert (again.status_code, site_identity().sender_name) == (302, "L’essaim")


def test_two_who_save_different_screens_do_not_meet(office):
    seen = shown_fingerprint(office, "site_mail")
    assert send(office, "site_home", {"shown": ["themes"]}).status_code == 302
    assert send(office, "site_mail", {**MAIL, "sender_name": "La ruche"}, seen=seen).status_code == 302
    assert (site_identity().sender_name, site_identity().home_sections) == ("La ruche", {"themes"})


def test_a_screen_sent_without_its_fingerprint_is_compared_too(office):
    answer = send(office, "site_mail", {**MAIL, "sender_name": "La ruche"}, seen="")
    assert (answer.status_code, SiteIdentity.objects.count()) == (409, 0)


def test_what_was_changed_stands_in_the_security_log(office):
    send(office, "site_mail", {**MAIL, "sender_name": "La ruche", "reply_to": "ecrire@ville.example"})
    line = SecurityEvent.objects.get(kind=SecurityKind.SETTINGS_CHANGED)
    assert (line.member.email, line.detail) == (
        "odile@exemple.fr",
        "adresse de contact, nom de l’expéditeur, adresse de réponse",
    )


def test_saving_without_change_writes_no_line(office):
    send(office, "site_home", {"shown": HomeSection.values})
    assert SecurityEvent.objects.filter(kind=SecurityKind.SETTINGS_CHANGED).count() == 0


def test_the_home_page_shows_what_was_ticked(office, client):
    heads = {
        "questions": 'class="poster"',
        "workshop": "<h2>Prochain atelier</h2>",
        "themes": 'id="themes"',
        "case_studies": "<h2>Études de cas</h2>",
        "news": "<h2>Ce qui a changé</h2>",
        "doors": 'class="doors"',
    }
    case_study()
    for shown in (list(heads), ["themes"], []):
        assert send(office, "site_home", {"shown": shown}).status_code == 302
        page = client.get("/").text
        assert [name for name, mark in heads.items() if mark in page] == shown
        assert "<h1>Accueil</h1>" in page


def test_an_unknown_part_of_the_home_page_is_refused(office):
    assert send(office, "site_home", {"shown": ["secrets"]}).status_code == 422


def test_what_the_server_keeps_is_shown_without_secret(office, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "compte-smtp", ""
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    page = text_of(office.get(reverse("site_hosting")))
    assert [secret for secret in (settings.SECRET_KEY, "compte-smtp") if secret in page] == []
    assert [line[0] for line in LINES if f"<code>{line[0]}</code>" not in page] == []
    shown = {line.variable: line.value for line in office.get(reverse("site_hosting")).context["hosted"]}
    names = ("AGORA_SECRET_KEY", "AGORA_SMTP_USER", "AGORA_SMTP_PASSWORD", "AGORA_TRUSTED_PROXIES", "AGORA_BASE_URL")
    assert [shown[name] for name in names] == ["défini", "défini", "non défini", "10.0.0.1", "http://testserver"]


def _words() -> dict[str, str]:
    identity = site_identity()
    names = ("name", "organisation", "description", "question_practice", "practice_hint", "question_outcome")
    return {name: getattr(identity, name) for name in (*names, "outcome_hint", "accessibility_state")}


def test_public_pages_cost_no_query_more_with_settings(client):
    before = [queries_of(client, path) for path in ("/", "/themes/", "/recherche/")]
    write(name="La ruche", palette="sky", main_menu=[{"label": "Ailleurs", "address": "https://ville.example/"}])
    assert [queries_of(client, path) for path in ("/", "/themes/", "/recherche/")] == before


def test_only_organisers_open_the_settings(client):
    client.force_login(organiser())
    assert client.get(reverse("site_mail")).status_code == 200
    client.force_login(member())
    assert client.get(reverse("site_mail")).status_code == 302
