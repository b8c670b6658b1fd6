"""A poll: who is asked, what is kept, when it ends, what the retained slot does."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from hub.core.dates.when import PARIS, When
from hub.core.errors import NotAllowed, WrongState
from hub.core.registries import Erasure
from hub.core.registries import Person as Somebody
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser
from tests.factories.polls import DEADLINE, SLOTS, poll_of
from tests.factories.workshops import workshop
from tests.harness.clock import stopped_at
from workshops.models import DatePoll, PollAnswer, PollInvitee, WorkshopPage
from workshops.planning.actions.announcing import send_announcements
from workshops.polls.actions import (
    Person,
    answer_slots,
    open_poll,
    purge_polls,
    remind_silent,
    retain_slot,
    stop_poll,
)
from workshops.polls.links import answer_url
from workshops.polls.personal import erase_answers, export_answers
from workshops.polls.tally import tallies

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return organiser()


@pytest.fixture
def page():
    return workshop("2099-09|2099-10", certainty="proposed")


@pytest.fixture
def poll(page, by):
    return poll_of(page, by)


def slots_of(poll):
    return list(poll.slots.all())


def who(poll, name):
    return poll.invitees.get(name=name)


def recipients(kind):
    return sorted(OutgoingMail.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_everybody_gets_their_own_link_once(page, by):
    poll = poll_of(page, by, Person("ida@exemple.fr"), Person("Ida@Exemple.fr", speaks=True), Person("bob@exemple.fr"))
    assert recipients("poll-asked") == ["Ida@Exemple.fr", "bob@exemple.fr"]
    links = {mail.recipient: mail.text for mail in OutgoingMail.objects.all()}
    assert [answer_url(person) in links[person.email] for person in poll.invitees.all()] == [True, True]
    assert list(poll.invitees.order_by("email").values_list("speaks", flat=True)) == [True, False]


@pytest.mark.parametrize(
    ("slots", "deadline", "people"),
    [
        (SLOTS[:2], DEADLINE, 1),
        ((*SLOTS, SLOTS[0]), DEADLINE, 1),
        (("2099-09-14", "2099-09-15", "2099-09"), DEADLINE, 1),
        (("2020-09-14", "2099-09-15", "2099-09-16"), DEADLINE, 1),
        (tuple(f"2099-09-{day:02d}" for day in range(1, 10)), DEADLINE, 1),
        (SLOTS, datetime(2020, 1, 1, tzinfo=PARIS), 1),
        (SLOTS, datetime(2099, 9, 15, tzinfo=PARIS), 1),
        (SLOTS, DEADLINE, 0),
        (SLOTS, DEADLINE, 101),
    ],
)
def test_what_is_no_poll_is_refused_with_a_sentence(page, by, slots, deadline, people):
    asked = [Person(f"p{number}@exemple.fr") for number in range(people)]
    with pytest.raises(WrongState, match=r"\.$"):
        open_poll(page, slots=[When.parse(slot) for slot in slots], people=asked, deadline=deadline, by=by)
    assert (DatePoll.objects.count(), OutgoingMail.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("slots", "deadline", "people"),
    [
        (SLOTS[:3], datetime(2099, 9, 14, tzinfo=PARIS), 1),
        (tuple(f"2099-09-{day:02d}" for day in range(14, 22)), DEADLINE, 100),
    ],
)
def test_fewest_and_most_of_a_poll_are_taken(page, by, slots, deadline, people):
    asked = [Person(f"p{number}@exemple.fr") for number in range(people)]
    poll = open_poll(page, slots=[When.parse(slot) for slot in slots], people=asked, deadline=deadline, by=by)
    assert (poll.slots.count(), poll.invitees.count()) == (len(slots), people)


def test_first_slot_of_a_poll_is_tomorrow_at_the_earliest(page, by):
    with stopped_at("2099-09-01T08:00:00Z") as now:
        rest = [When.parse(day) for day in ("2099-09-20", "2099-09-21")]
        ask = partial(open_poll, page, people=[Person("p@exemple.fr")], deadline=now + timedelta(hours=1), by=by)
        with pytest.raises(WrongState, match="un jour à venir"):
            ask(slots=[When.parse("2099-09-01"), *rest])
        assert ask(slots=[When.parse("2099-09-02"), *rest]).slots.count() == 3


def test_second_poll_waits_for_the_end_of_the_first(page, poll, by):
    with pytest.raises(WrongState, match="déjà ouvert"):
        poll_of(page, by)
    stop_poll(poll, by=by)
    assert poll_of(page, by).pk != poll.pk


def test_answer_replaces_the_former_one_and_leaves_the_others(poll):
    ida, (first, second, _) = who(poll, "Ida"), slots_of(poll)
    answer_slots(ida, {first.pk: "yes", second.pk: "no"})
    answer_slots(ida, {first.pk: "if_needed"})
    kept = PollAnswer.objects.order_by("slot").values_list("slot", "choice")
    assert list(kept) == [(first.pk, "if_needed"), (second.pk, "no")]


def test_slots_of_another_poll_and_unknown_answers_are_left_out(poll, by):
    other = poll_of(workshop("2099-10"), by)
    answer_slots(who(poll, "Ida"), {slots_of(other)[0].pk: "yes", slots_of(poll)[0].pk: "peut-être", 999_999: "no"})
    assert PollAnswer.objects.count() == 0


@pytest.mark.parametrize(("seconds", "kept"), [(-1, 1), (0, 0)])
def test_answers_end_with_the_deadline(poll, monkeypatch, seconds, kept):
    instant = poll.deadline + timedelta(seconds=seconds)
    monkeypatch.setattr(timezone, "now", lambda: instant)
    if kept:
        answer_slots(who(poll, "Ida"), {slots_of(poll)[0].pk: "yes"})
    else:
        with pytest.raises(WrongState, match="terminé"):
            answer_slots(who(poll, "Ida"), {slots_of(poll)[0].pk: "yes"})
    assert PollAnswer.objects.count() == kept


def test_answers_end_when_the_poll_is_stopped(poll, by):
    stop_poll(poll, by=by)
    with pytest.raises(WrongState, match="terminé"):
        answer_slots(who(poll, "Ida"), {slots_of(poll)[0].pk: "yes"})
    with pytest.raises(WrongState, match="déjà terminé"):
        stop_poll(poll, by=by)


def test_best_slots_keep_speakers_then_most_people_then_most_yes(page, by):
    people = [Person("a@exemple.fr", "A", speaks=True), *(Person(f"{name}@exemple.fr", name) for name in "bcd")]
    poll = poll_of(page, by, *people)
    first, second, third = slots_of(poll)
    answer_slots(who(poll, "A"), {first.pk: "no", second.pk: "yes", third.pk: "yes"})
    for name in "bcd":
        answer_slots(who(poll, name), {first.pk: "yes", second.pk: "if_needed", third.pk: "no"})
    found = tallies(poll)
    assert [tally.best for tally in found] == [False, True, False]
    assert [tally.words for tally in found] == [
        "Convient à 3 personnes sur 4. 1 personne qui intervient ne peut pas.",
        "Convient à 4 personnes sur 4, dont 3 si besoin.",
        "Convient à 1 personne sur 4.",
    ]


def test_retained_slot_firms_the_workshop_and_tells_who_answered(page, poll, by):
    answer_slots(who(poll, "Ida"), {slots_of(poll)[0].pk: "yes"})
    uid, address = page.uid, page.url
    retain_slot(slots_of(poll)[0], "confirmed", by=by)
    page = WorkshopPage.objects.get(pk=page.pk)
    assert (page.uid, page.url, str(page.when), page.certainty) == (uid, address, SLOTS[0], "confirmed")
    poll.refresh_from_db()
    assert (poll.retained, poll.closed_at is not None) == (slots_of(poll)[0], True)
    send_announcements(timezone.now() + timedelta(minutes=16))
    mail = OutgoingMail.objects.get(kind="workshop-decided")
    assert mail.recipient == "ida@exemple.fr"
    assert [words in mail.text for words in (".ics", "14 septembre 2099", "répondu au sondage")] == [True] * 3


def test_slot_that_a_speaker_refused_asks_first(page, poll, by):
    slot = slots_of(poll)[0]
    answer_slots(who(poll, "Bob"), {slot.pk: "no"})
    with pytest.raises(WrongState, match="a répondu non"):
        retain_slot(slot, "confirmed", by=by)
    assert DatePoll.objects.get().closed_at is None
    assert retain_slot(slot, "confirmed", by=by, despite=True).is_firm


def test_poll_is_retained_once(poll, by):
    first, second, _ = slots_of(poll)
    retain_slot(first, "confirmed", by=by)
    with pytest.raises(WrongState, match="déjà terminé"):
        retain_slot(second, "confirmed", by=by)


def test_only_who_publishes_asks_and_chooses(page, poll):
    other = member("lectrice@exemple.fr")
    for act in (
        lambda: poll_of(page, other),
        lambda: retain_slot(slots_of(poll)[0], "confirmed", by=other),
        lambda: stop_poll(poll, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_one_reminder_leaves_to_who_is_silent(poll):
    answer_slots(who(poll, "Ida"), {slots_of(poll)[0].pk: "yes"})
    day = timedelta(days=1)
    assert remind_silent(DEADLINE - 4 * day) == 0
    assert [remind_silent(DEADLINE - 2 * day), remind_silent(DEADLINE - day), remind_silent(DEADLINE)] == [1, 0, 0]
    assert recipients("poll-reminder") == ["bob@exemple.fr"]


def test_reminder_leaves_from_three_days_before_to_the_second(poll):
    sent = DEADLINE - timedelta(days=3)
    assert [remind_silent(sent - timedelta(seconds=1)), remind_silent(sent)] == [0, 2]


def test_reminder_leaves_a_day_after_the_questions_to_the_second(poll):
    DatePoll.objects.update(created_at=DEADLINE - timedelta(days=1, hours=1))
    sent = DEADLINE - timedelta(hours=1)
    assert [remind_silent(sent - timedelta(seconds=1)), remind_silent(sent)] == [0, 2]


def test_no_reminder_in_the_first_day_nor_once_stopped_nor_after_the_end(page, by, poll):
    soon = DEADLINE - timedelta(hours=20)
    DatePoll.objects.update(created_at=soon - timedelta(hours=23))
    assert remind_silent(soon) == 0
    stop_poll(poll, by=by)
    assert remind_silent(DEADLINE - timedelta(hours=1)) == 0
    DatePoll.objects.update(closed_at=None)
    assert remind_silent(DEADLINE + timedelta(seconds=1)) == 0


def test_poll_is_deleted_three_months_after_its_end(poll):
    purge_polls(DEADLINE + timedelta(days=92))
    assert PollInvitee.objects.count() == 2
    purge_polls(DEADLINE + timedelta(days=92, seconds=1))
    assert (DatePoll.objects.count(), PollInvitee.objects.count()) == (0, 0)


def test_person_takes_away_their_answers_and_has_them_erased(poll):
    ida, slot = who(poll, "Ida"), slots_of(poll)[2]
    answer_slots(ida, {slot.pk: "no"})
    row = export_answers(Somebody("IDA@exemple.fr"))[0]
    assert row["reponses"] == [f"{slot.when.french()} : Non"]
    erase_answers(Somebody("IDA@exemple.fr"), Erasure(at=timezone.now(), keep_published=False))
    assert (PollAnswer.objects.count(), list(poll.invitees.values_list("name", flat=True))) == (0, ["Bob"])


@pytest.mark.django_db(transaction=True)
def test_two_organisers_retain_one_slot():
    by = organiser()
    poll = poll_of(workshop("2099-09"), by)
    barrier = Barrier(3)

    def retain(slot):
        barrier.wait(30)
        try:
            retain_slot(slot, "confirmed", by=by)
        except WrongState:
            return "told"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(3) as pool:
        assert Counter(pool.map(retain, slots_of(poll))) == {"done": 1, "told": 2}
    poll.refresh_from_db()
    assert str(WorkshopPage.objects.get().when) == str(poll.retained.when)
