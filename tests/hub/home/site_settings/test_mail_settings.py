"""Contact, sender, answers and signature: on every mail, and a trial that says what became of it."""

import html

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse

from hub.core.sites import contact_address, site_identity
from hub.home.site_settings.forms import SEVERAL_LINES
from hub.home.site_settings.views import TRIALS_PER_HOUR
from hub.mail.models import OutgoingMail
from tests.factories.mails import outgoing
from tests.factories.settings import MAIL, send, write
from tests.harness.mails import deliver

pytestmark = pytest.mark.django_db

CHOSEN = {
    "contact_email": "bonjour@ville.example",
    "sender_name": "La ruche, « Rouen »",
    "reply_to": "ecrire@ville.example",
    "signature": "L’équipe de la ruche\nRouen",
}


def shown(answer) -> str:
    return html.unescape(answer.text)


def test_every_mail_has_the_chosen_sender_answers_and_signature(office):
    assert send(office, "site_mail", CHOSEN).status_code == 302
    outgoing("anne@exemple.fr", subject="Un", text="Bonjour,\n\nVoici.\n")
    outgoing("anne@exemple.fr", subject="Un code", text="ABCD\n", is_confidential=True)
    for message in deliver():
        sent = message.message()
        assert str(sent["Reply-To"]) == "ecrire@ville.example"
        assert message.from_email == '"La ruche, « Rouen »" <ne-pas-repondre@agoratheque.example>'
        assert message.body.endswith("\n\nL’équipe de la ruche\nRouen\n")
        assert "<p>L’équipe de la ruche<br>\nRouen</p>" in message.alternatives[0].content


def test_a_code_to_sign_in_has_them_too(office, client):
    send(office, "site_mail", CHOSEN)
    client.post(reverse("account_request_login_code"), {"email": "odile@exemple.fr"})
    code = deliver()[-1]
    assert (code.extra_headers["Reply-To"], "« Rouen »" in code.from_email) == ("ecrire@ville.example", True)
    assert code.body.endswith("Rouen\n")


def test_a_mail_that_the_outbox_did_not_write_has_them_too(office, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "hub.mail.backends.FileMailBackend", tmp_path
    send(office, "site_mail", {**CHOSEN, "sender_name": "La ruche"})
    EmailMessage("Relecture", "Une page attend.", to=["anne@exemple.fr"]).send()
    written = next(tmp_path.glob("*.eml")).read_text()
    assert "From: La ruche <ne-pas-repondre@agoratheque.example>\n" in written
    assert "Reply-To: ecrire@ville.example\n" in written


def test_until_somebody_chooses_mails_bear_the_name_of_the_site_and_answers_go_to_the_group():
    outgoing("anne@exemple.fr", text="Bonjour\n")
    message = deliver()[-1]
    assert message.from_email == "Agorathèque <ne-pas-repondre@agoratheque.example>"
    assert (message.extra_headers["Reply-To"], message.body) == ("contact@agoratheque.example", "Bonjour\n")


def test_the_name_of_the_environment_gives_way_to_the_chosen_one(office, settings):
    settings.DEFAULT_FROM_EMAIL = "Ancien nom <site@ville.example>"
    send(office, "site_mail", {**CHOSEN, "sender_name": "La ruche"})
    outgoing("anne@exemple.fr")
    assert deliver()[-1].from_email == "La ruche <site@ville.example>"


def test_the_chosen_contact_is_everywhere_the_first_one_was(office, client):
    assert contact_address() == "contact@agoratheque.example"
    send(office, "site_mail", CHOSEN)
    assert contact_address() == "bonjour@ville.example"
    assert "mailto:bonjour@ville.example" in client.get("/.well-known/security.txt").text
    assert 'href="mailto:bonjour@ville.example"' in client.get("/compte/inactif/").text


@pytest.mark.parametrize("name", ["contact_email", "reply_to", "sender_name"])
@pytest.mark.parametrize("end", ["\nBcc: pirate@ailleurs.example", "\r\nBcc: x@y.example", "\rSubject: x"])
def test_a_line_break_in_what_stands_in_headers_is_refused_with_a_sentence(office, name, end):
    values = {**MAIL, name: f"a@ville.example{end}", "signature": "À bientôt"}
    answer = send(office, "site_mail", values)
    assert answer.status_code == 422
    assert SEVERAL_LINES.format("Le nom" if name == "sender_name" else "L’adresse") in shown(answer)
    assert "À bientôt" in shown(answer)
    assert contact_address() == "contact@agoratheque.example"


@pytest.mark.parametrize("address", ["", "pas une adresse", "a@ville.example, b@ville.example", "é@ville.example"])
def test_a_contact_that_is_no_address_is_refused(office, address):
    assert send(office, "site_mail", {**MAIL, "contact_email": address}).status_code == 422


def test_a_name_full_of_signs_stays_one_header():
    write(sender_name='A"; <b>, \\ @ é')
    outgoing("anne@exemple.fr")
    sent = deliver()[-1].message()
    assert (len(sent.get_all("From")), sent["From"].count("\n"), sent["Bcc"]) == (1, 0, None)


def test_a_mail_whose_text_was_forgotten_shows_no_signature(office):
    write(signature="La ruche")
    row = outgoing("anne@exemple.fr", text="")
    assert "Le texte a été effacé." in shown(office.get(f"/admin/messages/inspect/{row.pk}/"))


# ---------------------------------------------------------------- trials
def try_out(office, to: str = "moi@ville.example"):
    return office.post(reverse("site_mail_trial"), {"to": to})


def test_a_trial_goes_through_the_outbox_and_the_screen_says_what_became_of_it(office):
    send(office, "site_mail", CHOSEN)
    assert "odile@exemple.fr" in shown(office.get(reverse("site_mail")))
    assert try_out(office).status_code == 302
    row = OutgoingMail.objects.get()
    assert (row.kind, row.recipient, row.subject) == ("mail-trial", "moi@ville.example", "Essai d’envoi de Agorathèque")
    assert "À envoyer" in shown(office.get(reverse("site_mail")))
    deliver()
    assert [(sent.to, sent.body.endswith("Rouen\n")) for sent in mail.outbox] == [(["moi@ville.example"], True)]
    assert "Envoyé" in shown(office.get(reverse("site_mail")))


def test_a_trial_that_failed_says_why(office):
    try_out(office)
    OutgoingMail.objects.update(
        state="failed", last_error="Le serveur de courrier refuse cette adresse (550 : inconnue)."
    )
    assert "(550 : inconnue)" in shown(office.get(reverse("site_mail")))


def test_trials_are_limited(office):
    statuses = [try_out(office).status_code for _ in range(TRIALS_PER_HOUR + 1)]
    assert (statuses[:-1], statuses[-1]) == ([302] * TRIALS_PER_HOUR, 429)
    assert OutgoingMail.objects.count() == TRIALS_PER_HOUR


@pytest.mark.parametrize("to", ["", "a@b", "a@ville.example\nBcc: b@ville.example", "x" * 300 + "@ville.example"])
def test_a_trial_to_no_address_is_refused_and_reading_sends_nothing(office, to):
    assert (try_out(office, to).status_code, office.get(reverse("site_mail_trial")).status_code) == (422, 405)
    assert (OutgoingMail.objects.count(), site_identity().reply_to) == (0, "")
