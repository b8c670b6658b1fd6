"""Behind the private link: where it stands, what was said, how to take it back; and how to get the link again."""

import re
import uuid

import pytest
from django.utils import timezone

from casestudies.models import (
    PageProvenance,
    Proposal,
    ProposalEvent,
    ProposalFile,
    ProposalMessage,
    TestimonyPage,
)
from casestudies.proposals.actions import MESSAGES_PER_HOUR, move_proposal, send_message, submit_draft
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.erasure import erase_proposal
from casestudies.proposals.links import private_path
from casestudies.proposals.words import STANDINGS
from casestudies.proposing.views import links
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import witness
from tests.factories.forms import begun, step_path, summary_of, title_of, words_of
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop
from tests.harness.queries import growing, query_counts_of

pytestmark = pytest.mark.django_db
LINKS = "/ma-proposition/lien/"


@pytest.fixture(autouse=True)
def _site():
    home_page()


@pytest.mark.parametrize("state", ProposalState)
def test_every_state_is_told_in_words(client, state):
    sent_at = None if state == ProposalState.DRAFT else timezone.now()
    page = client.get(private_path(proposal(state=state, submitted_at=sent_at)))
    assert (page.status_code, page.cookies, "no-store" in page["Cache-Control"]) == (200, {}, True)
    assert f"<h1>{STANDINGS[state].title}</h1>" in page.content.decode()
    assert "Indésirable" not in page.content.decode()


def test_draft_leads_to_the_first_incomplete_step(client):
    draft = begun(client)
    assert f'href="{step_path(draft, 2)}">Reprendre' in client.get(private_path(draft)).content.decode()
    Proposal.objects.update(practice="x", outcome="y")
    assert f'href="{step_path(draft, 5)}">Reprendre' in client.get(private_path(draft)).content.decode()
    Proposal.objects.update(email="")
    assert f'href="{step_path(draft, 1)}">Reprendre' in client.get(private_path(draft)).content.decode()


def test_reason_due_date_and_past_are_told_but_not_notes(client):
    sent = proposal()
    due = timezone.localdate().replace(year=2030, month=1, day=31)
    move_proposal(sent, "to_complete", by=organiser(), reason="L’unité manque.", note="Entre nous", due_on=due)
    words = words_of(client.get(private_path(sent)))
    assert ("À compléter avant le 31 janvier 2030" in words, "À compléter. L’unité manque." in words) == (True, True)
    assert "Entre nous" not in words


def test_line_between_organisers_is_not_told_to_the_author(client):
    sent = proposal()
    move_proposal(sent, "accepted", by=organiser())
    ProposalEvent.objects.create(proposal=sent, from_state="accepted", state="accepted", note="Page préparée")
    assert client.get(private_path(sent)).content.decode().count("<strong>Retenue.</strong>") == 1


def test_message_is_stored_once_and_shown(client):
    sent = proposal()
    page = client.get(private_path(sent)).content.decode()
    key = re.search(r'name="key" value="(.*?)"', page)[1]
    for _ in range(2):
        answer = client.post(f"{private_path(sent)}message/", {"key": key, "text": "Par séance.\nEt par jour."})
        assert answer["Location"] == f"{private_path(sent)}#echanges"
    assert list(ProposalMessage.objects.values_list("text", "by_author")) == [("Par séance.\nEt par jour.", True)]
    send_message(sent, "Merci.", idempotency_key=uuid.uuid4(), by=organiser())
    words = words_of(client.get(private_path(sent)))
    assert (words.count("Par séance."), words.count("L’équipe d’organisation, "), words.count("Merci.")) == (1, 1, 1)


def test_message_alone_does_not_send_the_proposal_again_and_the_page_says_so(client):
    sent, still = proposal(), "Il reste à renvoyer votre proposition."
    move_proposal(sent, "to_complete", by=organiser(), reason="L’unité manque.")
    assert "Ensuite, envoyez de nouveau la proposition" in OutgoingMail.objects.get().text
    assert still not in words_of(client.get(private_path(sent)))
    send_message(sent, "Par séance.", idempotency_key=uuid.uuid4())
    page = client.get(private_path(sent))
    assert still in words_of(page)
    assert f'href="{private_path(sent)}etape/5/"' in page.content.decode()
    submit_draft(Proposal.objects.get(), consent_version="2026-11")
    assert still not in words_of(client.get(private_path(sent)))


@pytest.mark.parametrize(("text", "target"), [("", "id_text"), ("\x00 ", "id_text"), ("x" * 200_000, "id_text")])
def test_refused_message_comes_back_with_its_text(client, text, target):
    sent = proposal()
    page = client.post(f"{private_path(sent)}message/", {"key": str(uuid.uuid4()), "text": text})
    assert ([found for found, _ in summary_of(page)], ProposalMessage.objects.count()) == ([target], 0)
    assert title_of(page).startswith("Erreur : ")
    assert text.strip("\x00 ") in page.content.decode()


def test_unreadable_key_of_a_message_stops_nobody(client):
    client.post(f"{private_path(proposal())}message/", {"key": "\x00abc", "text": "Bonjour"})
    assert ProposalMessage.objects.get().text == "Bonjour"


def test_message_beyond_the_limit_of_an_hour_is_refused_and_shown_again(client):
    sent = proposal()
    for _ in range(MESSAGES_PER_HOUR):
        send_message(sent, "Encore", idempotency_key=uuid.uuid4())
    page = client.post(f"{private_path(sent)}message/", {"key": str(uuid.uuid4()), "text": "Celui-ci"})
    assert (ProposalMessage.objects.count(), "Celui-ci" in words_of(page)) == (MESSAGES_PER_HOUR, True)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "spam"])
def test_nobody_to_write_to_is_said(client, state):
    found = proposal(state=state, submitted_at=None if state == "draft" else timezone.now())
    page = client.post(f"{private_path(found)}message/", {"key": str(uuid.uuid4()), "text": "Bonjour"})
    assert (page.status_code, ProposalMessage.objects.count()) == (200, 0)


def test_withdrawal_is_a_page_with_a_button(client):
    sent = proposal()
    path = f"{private_path(sent)}retirer/"
    assert (client.get(path).status_code, Proposal.objects.get().state) == (200, "submitted")
    assert summary_of(client.post(path, {"then": "\x00"})) == [("id_then_0", "Choisissez ce que devient votre texte.")]
    assert client.post(path, {"then": "garder"})["Location"] == private_path(sent)
    stored = Proposal.objects.get()
    assert (stored.state, stored.email, stored.erased_at) == ("withdrawn", "anne@exemple.fr", None)


def test_erasure_leaves_no_word_of_the_person(client):
    sent = proposal(
        "Ville de Rouen", practice="Texte", outcome="Effet", sources="Lien", assembly_name="Conseil", role="Agent",
        member=member(), authority=authority(), preferred_workshop=workshop(), themes=[theme()],
    )  # fmt: skip
    move_proposal(sent, "to_complete", by=organiser(), reason="Une raison", note="Une note")
    send_message(sent, "Un message", idempotency_key=uuid.uuid4())
    consent_at = sent.consent_at
    assert client.post(f"{private_path(sent)}retirer/", {"then": "effacer"}).status_code == 302
    stored = Proposal.objects.get()
    left = [stored.name, stored.role, stored.email, stored.email_key, stored.organisation, stored.assembly_name]
    left += [stored.practice, stored.outcome, stored.sources]
    assert left == [""] * 9
    assert [stored.member, stored.authority, stored.assembly, stored.preferred_workshop] == [None] * 4
    assert (stored.state, stored.consent_version, stored.consent_at) == ("withdrawn", "2026-11", consent_at)
    assert (stored.consent_withdrawn_at is None, stored.erased_at is None, stored.themes.count()) == (False, False, 1)
    assert (ProposalMessage.objects.count(), ProposalFile.objects.count()) == (0, 0)
    assert set(stored.events.values_list("reason", "note")) == {("", "")}
    page = client.get(private_path(stored))
    assert (page.status_code, "est effacé depuis le" in words_of(page)) == (200, True)
    assert client.get(private_path(sent)).status_code == 404


def test_erasure_takes_the_page_made_from_the_proposal_too(client):
    page = witness(shown_name="Anne Exemple")
    page.save_revision().publish()
    sent = proposal(state="published", page=page)
    PageProvenance.objects.create(page=page, proposal=sent, consent_at=sent.consent_at)
    client.post(f"{private_path(sent)}retirer/", {"then": "effacer"})
    assert (TestimonyPage.objects.count(), Proposal.objects.get().page) == (0, None)


def test_withdrawal_offers_to_hide_the_name_only(client):
    path = private_path(proposal(state="published", shown_as="named"))
    page = client.get(f"{path}retirer/").content.decode()
    assert f'href="{path}accord/"' in page


def test_links_asked_too_often_from_one_place_wait(client, monkeypatch):
    monkeypatch.setattr(links, "LINKS_PER_HOUR", 2)
    answers = [client.post(LINKS, {"email": f"{name}@exemple.fr"}) for name in ("a", "b", "c")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "c@exemple.fr" in answers[2].content.decode()


def test_erasing_again_changes_nothing():
    found = proposal(state="declined")
    erase_proposal(found, at=timezone.now())
    before = Proposal.objects.values().get()
    erase_proposal(Proposal.objects.get(), at=timezone.now())
    assert (Proposal.objects.values().get(), before["state"]) == (before, "declined")


def test_published_author_may_take_the_agreement_back(client):
    sent = proposal(state="published")
    assert "Retirer mon accord de publication" in words_of(client.get(private_path(sent)))
    client.post(f"{private_path(sent)}retirer/", {"then": "garder"})
    stored = Proposal.objects.get()
    assert (stored.state, stored.consent_withdrawn_at is None) == ("withdrawn", False)


def test_links_are_mailed_and_the_answer_is_always_the_same(client):
    mine, draft = proposal(), proposal(state="draft", submitted_at=None)
    known = client.post(LINKS, {"email": " Anne@Exemple.fr"})
    unknown = client.post(LINKS, {"email": "personne@exemple.fr"})
    assert (known.status_code, known.content, known.cookies) == (unknown.status_code, unknown.content, {})
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.is_confidential) == ("anne@exemple.fr", True)
    assert set(re.findall(r"http\S+", mail.text)) == {f"http://testserver{private_path(one)}" for one in (mine, draft)}


def test_links_are_mailed_once_in_a_while(client):
    proposal()
    for _ in range(5):
        client.post(LINKS, {"email": "anne@exemple.fr"})
    assert OutgoingMail.objects.count() <= 2


@pytest.mark.parametrize("email", ["", "\x00", "a@b", "x" * 200_000, "a@exemple.fr\r\nBcc: b@exemple.fr"])
def test_unreadable_address_is_said_in_french(client, email):
    assert [target for target, _ in summary_of(client.post(LINKS, {"email": email}))] == ["id_email"]
    assert OutgoingMail.objects.count() == 0


def test_follow_page_costs_the_same_for_any_number_of_messages(client):
    sent = proposal()
    path = private_path(sent)
    writer = organiser()

    def add() -> None:
        ProposalMessage.objects.create(proposal=sent, text="x", by=writer, idempotency_key=uuid.uuid4())
        sent.events.create(state="submitted", by=writer)
        sent.files.create(file="proposals/x.pdf", name="x.pdf", media_type="application/pdf", size=1)

    assert growing(query_counts_of(client, [path], add)) == {}


def test_message_that_comes_too_late_stays_on_the_screen(client):
    sent = proposal()
    path = private_path(sent, "proposal_message")
    client.post(private_path(sent, "proposal_withdraw"), {"then": "garder"})
    page = client.post(path, {"text": "Ce que je voulais dire."})
    assert ("Ce que je voulais dire.</textarea>" in page.content.decode(), ProposalMessage.objects.count()) == (True, 0)
    assert summary_of(page) == [("id_text", "Cette proposition ne reçoit plus de messages.")]
