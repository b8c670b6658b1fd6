"""The screen of one proposal in the administration: read, decide, exchange, never edit."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from casestudies.models import Proposal, ProposalFile, ProposalVisit
from casestudies.moderating.actions.notes import add_note
from casestudies.proposals.actions import MOVED_MEANWHILE, move_proposal, send_message
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from casestudies.proposals.transitions import ORGANISER_MOVES
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly
from tests.factories.organisers import administrator, member, organiser, proposal
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

LIST = "/admin/propositions/"


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr", first_name="Odile", last_name="Organise"))
    return client


def reader(client):
    """Somebody who may read proposals, and decide nothing."""
    home_page()
    person = member()
    person.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_proposal"]))
    client.force_login(person)
    return client


def address(sent: Proposal) -> str:
    return f"{LIST}inspect/{sent.pk}/"


def decide(client, sent: Proposal, state: str, version: int = 1, **others):
    return client.post(address(sent), {"do": "decide", "version": version, "state": state, **others})


def told(answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


def told_next(client, answer) -> list[str]:
    return told(client.get(answer.url))


def history(sent: Proposal) -> list[tuple]:
    return list(sent.events.values_list("state", "by__email", "note"))


def state_of(sent: Proposal) -> str:
    return Proposal.objects.get(pk=sent.pk).state


def test_one_proposal_shows_content_person_and_history(office):
    subject = theme("Indemnisation")
    sent = proposal(practice="Par virement <b>mensuel</b>.", assembly_name="Assemblée du futur", themes=[subject])
    move_proposal(sent, "to_complete", by=organiser("lea@exemple.fr"), reason="Il manque le montant.")
    html = office.get(address(sent)).content.decode()
    words = (
        "Par virement &lt;b&gt;mensuel&lt;/b&gt;.",
        "Assemblée du futur",
        "Indemnisation",
        "anne@exemple.fr",
        "lea@exemple.fr",
        "Il manque le montant.",
    )
    assert [word for word in words if word not in html] == []


def test_screen_queries_do_not_grow(office):
    sent, lea = proposal(themes=[theme()]), organiser("lea@exemple.fr")

    def add():
        send_message(sent, "Bonjour.", idempotency_key=uuid.uuid4(), by=lea)
        add_note(sent, "Une note.", by=lea, idempotency_key=uuid.uuid4())
        sent.events.create(state="submitted", by=lea)
        sent.files.create(file="a.pdf", name="a.pdf", media_type="application/pdf", size=1)

    first, *others = query_counts(office, address(sent), add)
    assert others == [first, first]


def test_private_link_of_the_author_is_not_shown(office):
    sent = proposal()
    assert private_path(sent) not in office.get(address(sent)).content.decode()


@pytest.mark.parametrize("state", ProposalState.values)
def test_only_legal_decisions_are_offered(office, state):
    context = office.get(address(proposal(state=state))).context
    offered = {decision["state"] for decision in context["decisions"]}
    if context["may_be_spam"]:
        offered.add(ProposalState.SPAM)
    # From spam there is one way back: the state before, without a form.
    assert offered == (set() if state == ProposalState.SPAM else ORGANISER_MOVES[state])


def test_each_decision_has_only_the_fields_it_needs(office):
    def fields(state: str) -> dict[str, list[str]]:
        decisions = office.get(address(proposal(state=state))).context["decisions"]
        return {each["state"]: [field.name for field in each["form"].visible_fields()] for each in decisions}

    assert fields("submitted") == {
        "to_complete": ["reason", "due_on", "note"],
        "accepted": ["reason", "note"],
        "on_hold": ["reason", "note"],
        "declined": ["reason", "note"],
    }
    assert fields("accepted")["scheduled"] == ["workshop", "part", "reason", "note"]


def test_message_to_be_sent_is_shown_before(office):
    decisions = office.get(address(proposal())).context["decisions"]
    mails = {each["state"]: each["mail"] for each in decisions}
    assert mails["declined"].subject == "Votre proposition n’est pas retenue"
    assert [("[Votre raison]" in mail.text, "[son lien personnel]" in mail.text) for mail in mails.values()] == [
        (True, True),
        (False, True),
        (False, True),
        (True, True),
    ]
    scheduled = office.get(address(proposal(state="accepted"))).context["decisions"]
    text = next(each["mail"].text for each in scheduled if each["state"] == "scheduled")
    assert "[l’atelier choisi], partie « [la partie choisie] »" in text


def test_decision_is_kept_with_its_author_and_note(office):
    sent = proposal()
    answer = decide(office, sent, "accepted", note="À l’automne.", reason="Bravo.")
    assert (state_of(sent), told_next(office, answer)) == ("accepted", ["C’est noté : retenue."])
    assert history(sent) == [("accepted", "odile@exemple.fr", "À l’automne.")]
    assert sent.events.get().reason == "Bravo."


def test_complement_is_asked_with_reason_and_date(office):
    sent = proposal()
    due_on = timezone.localdate() + timedelta(days=10)
    decide(office, sent, "to_complete", reason="Le montant.", due_on=due_on.isoformat())
    sent.refresh_from_db()
    assert (sent.state, sent.due_on, sent.events.get().reason) == ("to_complete", due_on, "Le montant.")


@pytest.mark.parametrize(
    ("state", "data", "field", "words"),
    [
        ("to_complete", {}, "reason", "Écrivez ce qu’il faut compléter : la personne le lira."),
        ("to_complete", {"reason": "Oui", "due_on": "31/02/2027"}, "due_on", "Cette date n’existe pas."),
        ("to_complete", {"reason": "Oui", "due_on": "2020-01-01"}, "due_on", "Choisissez une date à venir"),
        ("declined", {"reason": " \0 "}, "reason", "Écrivez la raison : la personne la lira."),
        ("declined", {"reason": "x" * 200_000}, "reason", "Ce texte est trop long : 4000 signes au plus."),
    ],
)
def test_incomplete_decision_is_said_and_keeps_what_was_typed(office, state, data, field, words):
    sent = proposal()
    answer = decide(office, sent, state, note="Ma note", **data)
    shown = next(each for each in answer.context["decisions"] if each["state"] == state)
    assert (answer.status_code, state_of(sent), history(sent)) == (422, "submitted", [])
    assert (shown["is_open"], shown["form"].errors[field][0].startswith(words)) == (True, True)
    assert shown["form"]["note"].value() == "Ma note"
    assert "Erreur : Proposition" in answer.content.decode()


def test_schedule_asks_for_a_workshop_to_come_and_a_part(office):
    sent, chosen = proposal(state="accepted"), workshop("2099-06")
    past = workshop("2020-05-02")
    refused = decide(office, sent, "scheduled", workshop=past.pk, part="7")
    form = next(each["form"] for each in refused.context["decisions"] if each["state"] == "scheduled")
    assert (refused.status_code, sorted(form.errors)) == (422, ["part", "workshop"])
    decide(office, sent, "scheduled", workshop=chosen.pk, part="2")
    sent.refresh_from_db()
    assert (sent.state, sent.workshop_id, sent.workshop_part) == ("scheduled", chosen.pk, 2)


def test_reading_decides_nothing(office):
    sent = proposal()
    office.get(address(sent), {"version": 1, "do": "decide", "state": "accepted"})
    office.head(address(sent), {"version": 1, "do": "decide", "state": "accepted"})
    assert (state_of(sent), history(sent), ProposalVisit.objects.count()) == ("submitted", [], 0)


def test_second_organiser_is_told_and_overwrites_nothing(office):
    sent = proposal()
    move_proposal(sent, "on_hold", by=organiser("lea@exemple.fr"), note="Plus tard.")
    answer = decide(office, sent, "accepted", note="Je la retiens.")
    assert (answer.status_code, state_of(sent), told(answer)) == (409, "on_hold", [MOVED_MEANWHILE])
    assert history(sent) == [("on_hold", "lea@exemple.fr", "Plus tard.")]
    # What was typed is in its form, which now speaks of the present state.
    shown = next(each for each in answer.context["decisions"] if each["state"] == "accepted")
    assert (shown["is_open"], shown["form"]["note"].value(), answer.context["lost"]) == (True, "Je la retiens.", [])
    assert '<input type="hidden" name="version" value="2">' in answer.content.decode()


def test_what_was_typed_is_shown_when_its_decision_is_gone(office):
    sent = proposal()
    move_proposal(sent, "declined", by=organiser("lea@exemple.fr"), reason="Non.")
    answer = decide(office, sent, "accepted", note="Je la retiens.")
    assert (answer.status_code, state_of(sent)) == (409, "declined")
    assert answer.context["lost"] == [("Note entre vous", "Je la retiens.")]


def test_impossible_decision_is_refused_in_french(office):
    sent = proposal(state="declined")
    answer = decide(office, sent, "accepted")
    assert (answer.status_code, told(answer)) == (409, ["Cette proposition ne peut pas passer à cet état."])


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"version": 1},
        {"do": "decide", "version": 1},
        {"do": "decide", "version": "x", "state": "y"},
        {"do": "\0", "version": "\0", "state": ""},
        {"do": "decide", "version": 10**30, "state": "accepted"},
        {"do": "decide", "version": 1, "state": "draft"},
        {"do": "note", "version": 1, "key": "no", "text": "Oui"},
        {"do": "match", "version": 1, "authority": "99999999999999999999999", "assembly": "\0"},
    ],
)
def test_unreadable_request_changes_nothing(office, data):
    sent = proposal()
    answer = office.post(address(sent), data)
    assert (answer.status_code, history(sent), sent.notes.count()) == (422, [], 0)


@pytest.mark.parametrize("path", ["inspect/999/", f"inspect/{10**30}/", "fichiers/999/", f"fichiers/{10**30}/"])
def test_unknown_proposal_or_file_is_not_found(office, path):
    assert (office.get(LIST + path).status_code, office.post(LIST + path).status_code in {404, 405}) == (404, True)


def test_draft_stays_with_its_author(office):
    draft = proposal(state="draft", submitted_at=None)
    assert (office.get(address(draft)).status_code, decide(office, draft, "accepted").status_code) == (404, 404)


def test_whoever_may_only_read_decides_nothing(client):
    sent = proposal()
    page = reader(client).get(address(sent))
    html = page.content.decode()
    shown = [words for words in ("Retenir", "Indésirable", "Envoyer le message", "Rattacher") if words in html]
    assert (page.status_code, page.context["decisions"], shown) == (200, [], [])
    key = str(uuid.uuid4())
    tasks = [
        {"do": "decide", "state": "accepted"},
        {"do": "spam"},
        {"do": "match"},
        {"do": "note", "key": key, "text": "Oui"},
        {"do": "message", "key": key, "text": "Oui"},
    ]
    answers = [client.post(address(sent), {"version": 1, **task}).status_code for task in tasks]
    assert (answers, history(sent), sent.notes.count(), sent.messages.count()) == ([403] * 5, [], 0, 0)


def test_whoever_may_not_read_sees_nothing(client):
    editor = member()
    editor.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(editor)
    sent = proposal()
    paths = (LIST, address(sent), f"{LIST}fichiers/1/")
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]
    assert (decide(client, sent, "accepted").status_code, state_of(sent)) == (302, "submitted")


def test_nobody_adds_edits_or_deletes_even_as_administrator(client):
    home_page()
    client.force_login(administrator())
    sent = proposal()
    for path in ("new/", "add/", f"edit/{sent.pk}/", f"delete/{sent.pk}/", f"copy/{sent.pk}/", f"usage/{sent.pk}/"):
        assert client.post(LIST + path).status_code == 404


def test_message_is_stored_once_and_sent(office):
    sent, key = proposal(), str(uuid.uuid4())
    for _ in range(2):
        office.post(address(sent), {"do": "message", "version": 1, "key": key, "text": "Quel montant ?"})
    assert list(sent.messages.values_list("text", "by__email")) == [("Quel montant ?", "odile@exemple.fr")]
    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == ["anne@exemple.fr"]


def test_note_is_stored_once_and_nobody_is_written_to(office):
    sent, key = proposal(), str(uuid.uuid4())
    for _ in range(2):
        office.post(address(sent), {"do": "note", "version": 1, "key": key, "text": "Entre nous."})
    assert list(sent.notes.values_list("text", "by__email")) == [("Entre nous.", "odile@exemple.fr")]
    assert (OutgoingMail.objects.count(), history(sent)) == (0, [])
    assert "Entre nous." in office.get(address(sent)).content.decode()


def test_empty_note_keeps_its_key(office):
    sent, key = proposal(), str(uuid.uuid4())
    answer = office.post(address(sent), {"do": "note", "version": 1, "key": key, "text": "  "})
    assert (answer.status_code, answer.context["note_form"]["key"].value()) == (422, key)


def test_proposal_is_matched_with_what_the_site_knows(office):
    sent, place = proposal(), authority("Ville de Rouen")
    sheet = assembly("Assemblée citoyenne", authority=place)
    data = {"do": "match", "version": 1, "authority": place.pk, "assembly": sheet.pk}
    office.post(address(sent), data)
    sent.refresh_from_db()
    assert (sent.authority_id, sent.assembly_id, sent.version) == (place.pk, sheet.pk, 2)
    assert sent.notes.get().text == f"Rattachée : collectivité {place}, assemblée Assemblée citoyenne."
    # With the version that was on the screen before, nothing is overwritten.
    answer = office.post(address(sent), {**data, "authority": "", "assembly": ""})
    sent.refresh_from_db()
    assert (answer.status_code, sent.authority_id) == (409, place.pk)


@pytest.fixture
def _private_files(monkeypatch):
    monkeypatch.setattr(ProposalFile._meta.get_field("file"), "storage", InMemoryStorage())


@pytest.mark.usefixtures("_private_files")
def test_file_is_saved_never_shown(office):
    sent = proposal()
    stored = sent.files.create(
        file=ContentFile(b"<script>", name="a.txt"), name="Règle.html", media_type="text/html", size=8
    )
    answer = office.get(f"{LIST}fichiers/{stored.pk}/")
    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''R%C3%A8gle.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.usefixtures("_private_files")
def test_file_of_a_draft_or_lost_is_not_found(office):
    values = {"name": "a.txt", "media_type": "text/plain", "size": 1}
    hidden = proposal(state="draft", submitted_at=None).files.create(file=ContentFile(b"x", name="a"), **values)
    lost = proposal().files.create(file="proposals/lost.txt", **values)
    assert [office.get(f"{LIST}fichiers/{each.pk}/").status_code for each in (hidden, lost)] == [404, 404]


def test_menu_counts_what_waits(office):
    assert '"Propositions"' in office.get(LIST).content.decode()
    proposal()
    proposal(state="to_complete")
    proposal(state="declined")
    assert '"Propositions (2)"' in office.get(LIST).content.decode()
