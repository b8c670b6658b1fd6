"""The board of proposals: groups, filters, what is new, spam and its undoing."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from casestudies.models import Proposal, with_news
from casestudies.moderating.actions.notes import add_note, mark_seen
from casestudies.moderating.viewsets.board import age_in_words
from casestudies.proposals.actions import move_proposal, send_message, withdraw_proposal
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page
from tests.factories.workshops import theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

LIST = "/admin/propositions/"


@pytest.fixture
def odile():
    return organiser("odile@exemple.fr")


@pytest.fixture
def office(client, odile):
    home_page()
    client.force_login(odile)
    return client


def groups(client, query: str = "") -> dict[str, list[str]]:
    found = client.get(LIST + query).context["groups"]
    return {group.name: [card.proposal.organisation for card in group.cards] for group in found}


def listed(client, query: str = "") -> list[str]:
    return sorted(name for names in groups(client, query).values() for name in names)


def chosen(*sent: Proposal) -> list[str]:
    return [f"{each.pk}:{each.version}" for each in sent]


def states() -> list[str]:
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


def new_to(person) -> list[str]:
    return sorted(each.organisation for each in with_news(Proposal.objects.all(), person) if each.is_new)


def test_board_groups_by_state_and_folds_what_is_closed(office):
    proposal("A", state="published")
    proposal("B", state="declined")
    proposal("C", state_since=timezone.now() - timedelta(days=2))
    proposal("D", state_since=timezone.now() - timedelta(days=9))
    proposal("E", state="draft", submitted_at=None)
    shown = office.get(LIST).context["groups"]
    assert groups(office) == {"Déposées": ["D", "C"], "Publiées": ["A"], "Non retenues": ["B"]}
    assert [group.is_folded for group in shown] == [False, False, True]


def test_card_says_what_it_is_about(office):
    yesterday = timezone.localdate() - timedelta(days=1)
    pay = theme("Indemnisation")
    proposal(themes=[pay], wants_to_take_part=True, state="to_complete", due_on=yesterday)
    html = office.get(LIST).content.decode()
    words = ("Porter un témoignage et participer", "Indemnisation", "À compléter depuis aujourd’hui", "date passée")
    assert [word for word in (*words, "Ville de Rouen", "nouveau") if word not in html] == []


@pytest.mark.parametrize(
    ("days", "words"), [(0, "aujourd’hui"), (1, "hier"), (2, "2 jours"), (59, "59 jours"), (95, "3 mois")]
)
def test_age_is_said_in_words(days, words):
    assert age_in_words(days) == words


def test_board_is_searched_and_filtered(office):
    pay = theme("Indemnisation")
    proposal("Ville de Rouen", themes=[pay], state_since=timezone.now() - timedelta(days=31))
    proposal("Ville de Paris", state="declined", email="paul@exemple.fr", state_since=timezone.now())
    assert listed(office) == ["Ville de Paris", "Ville de Rouen"]
    assert listed(office, "?state=declined") == ["Ville de Paris"]
    assert listed(office, f"?theme={pay.slug}") == ["Ville de Rouen"]
    assert [listed(office, f"?age={days}") for days in (7, 30, 90)] == [["Ville de Rouen"], ["Ville de Rouen"], []]
    assert listed(office, "?q=paul") == ["Ville de Paris"]
    assert listed(office, f"?q=rouen&state=submitted&theme={pay.slug}&age=7") == ["Ville de Rouen"]


@pytest.mark.parametrize("query", ["?state=x&age=5&theme=%00&q=%00&undo=a,-1,9999999999999999999999&page=0", "?page=9"])
def test_unreadable_filters_are_left_out(office, query):
    proposal()
    assert listed(office, query) == ["Ville de Rouen"]


def test_long_group_is_cut_and_read_on_pages(office):
    for number in range(50):
        proposal(f"Ville {number:02}")
    group = office.get(LIST).context["groups"][0]
    assert (group.count, len(group.cards), group.more, group.url) == (50, 12, 38, f"{LIST}?state=submitted")
    assert len(listed(office, "?state=submitted")) == 48
    second = office.get(f"{LIST}?state=submitted&page=2").context
    assert (len(second["groups"][0].cards), second["next_url"]) == (2, "")
    assert second["previous_url"] == f"{LIST}?state=submitted"


def test_board_queries_do_not_grow(office):
    pay = theme()
    first, *others = query_counts(office, LIST, lambda: proposal(themes=[pay]))
    assert others == [first, first]


def test_what_others_did_since_the_last_reading_is_new(odile):
    lea, sent = organiser("lea@exemple.fr"), proposal("A")
    proposal("Fermée", state="declined")
    assert new_to(odile) == ["A"]
    mark_seen([sent], by=odile, at=timezone.now())
    assert (new_to(odile), new_to(lea)) == ([], ["A"])
    happenings = [
        lambda: send_message(sent, "Voici.", idempotency_key=uuid.uuid4()),
        lambda: add_note(sent, "À relire.", by=lea, idempotency_key=uuid.uuid4()),
        lambda: move_proposal(sent, "accepted", by=lea),
        lambda: withdraw_proposal(sent),
    ]
    for happens in happenings:
        happens()
        assert new_to(odile) == ["A"]
        mark_seen([sent], by=odile, at=timezone.now())
        assert new_to(odile) == []


def test_what_one_did_oneself_is_not_new(odile):
    sent = proposal()
    mark_seen([sent], by=odile, at=timezone.now())
    add_note(sent, "À relire.", by=odile, idempotency_key=uuid.uuid4())
    move_proposal(sent, "accepted", by=odile)
    assert new_to(odile) == []


def test_what_came_after_the_screen_was_made_stays_new(office, odile):
    sent, shown_at = proposal("A"), timezone.now()
    send_message(sent, "Voici.", idempotency_key=uuid.uuid4())
    data = {"do": "seen", "version": 1, "seen": shown_at.isoformat()}
    office.post(f"{LIST}inspect/{sent.pk}/", data)
    assert new_to(odile) == ["A"]
    office.post(f"{LIST}inspect/{sent.pk}/", {**data, "seen": timezone.now().isoformat()})
    assert new_to(odile) == []
    # A visit never goes back in time, nor into the future.
    office.post(f"{LIST}inspect/{sent.pk}/", data)
    office.post(f"{LIST}inspect/{sent.pk}/", {**data, "seen": "2999-01-01T00:00:00+00:00"})
    assert (new_to(odile), sent.visits.get().at < timezone.now()) == ([], True)


def test_deciding_is_reading(office, odile):
    sent = proposal("A")
    seen = timezone.now().isoformat()
    office.post(f"{LIST}inspect/{sent.pk}/", {"do": "decide", "state": "accepted", "version": 1, "seen": seen})
    assert (new_to(odile), sent.visits.count()) == ([], 1)


def test_several_are_marked_as_read(office, odile):
    sent = [proposal("A"), proposal("B"), proposal("C")]
    answer = office.post(LIST, {"do": "seen", "chosen": chosen(*sent[:2])}, follow=True)
    assert (new_to(odile), answer.context["new_count"], listed(office, "?new=on")) == (["C"], 1, ["C"])


def test_spam_in_one_click_and_undone(office):
    submitted, asked = proposal("A"), proposal("B")
    due_on = timezone.localdate() + timedelta(days=9)
    move_proposal(asked, "to_complete", by=organiser(), reason="Le montant.", due_on=due_on)
    mails = OutgoingMail.objects.count()
    for sent in (submitted, asked):
        answer = office.post(f"{LIST}?age=7", {"one": chosen(sent)[0]})
        assert answer.url == f"{LIST}?age=7&undo={sent.pk}"
    assert states() == ["spam", "spam"]
    undo = office.get(f"{LIST}?undo={submitted.pk},{asked.pk}").context["undo"]
    assert sorted(each.organisation for each in undo) == ["A", "B"]
    office.post(LIST, {"do": "unspam", "chosen": chosen(*undo)})
    asked.refresh_from_db()
    assert (states(), asked.due_on, OutgoingMail.objects.count()) == (["submitted", "to_complete"], due_on, mails)


def test_spam_and_its_undoing_from_the_screen_of_one(office):
    sent = proposal()
    answer = office.post(f"{LIST}inspect/{sent.pk}/", {"do": "spam", "version": 1})
    assert (states(), answer.url) == (["spam"], f"{LIST}?undo={sent.pk}")
    office.post(f"{LIST}inspect/{sent.pk}/", {"do": "unspam", "version": 2})
    assert (states(), OutgoingMail.objects.count()) == (["submitted"], 0)


def test_several_are_marked_as_spam_except_what_others_changed(office):
    sent = [proposal("A"), proposal("B"), proposal("C"), proposal("D", state="published")]
    data = {"do": "spam", "chosen": chosen(*sent)}
    move_proposal(sent[1], "accepted", by=organiser())
    answer = office.post(LIST, data, follow=True)
    assert states() == ["spam", "accepted", "spam", "published"]
    told = [str(message).strip() for message in answer.context["messages"]]
    assert told == ["2 propositions laissées telles quelles : leur état a changé ou ne le permet pas."]
    assert len(answer.context["undo"]) == 2


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "spam"},
        {"do": "spam", "chosen": ["x"]},
        {"do": "spam", "chosen": ["1:99999999999999999999"]},
        {"do": "spam", "chosen": ["\0:1"]},
        {"do": "delete", "chosen": ["1:1"]},
        {"do": "spam", "chosen": ["1:1"] * 201},
        {"one": "²:1"},
    ],
)
def test_unreadable_choice_changes_nothing(office, data):
    proposal()
    assert (office.post(LIST, data).status_code, states()) == (422, ["submitted"])


def test_reading_changes_nothing(office):
    sent = proposal()
    office.get(LIST, {"do": "spam", "chosen": chosen(sent), "undo": sent.pk})
    assert (states(), sent.visits.count()) == (["submitted"], 0)


def test_whoever_may_only_read_marks_no_spam(client):
    home_page()
    reader = member()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_proposal"]))
    client.force_login(reader)
    sent = proposal()
    assert "ndésirable" not in client.get(LIST).content.decode().partition("board-cards")[2]
    assert (client.post(LIST, {"do": "spam", "chosen": chosen(sent)}).status_code, states()) == (403, ["submitted"])
    client.post(LIST, {"do": "seen", "chosen": chosen(sent)})
    assert sent.visits.get().member == reader
