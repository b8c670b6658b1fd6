"""What happens during a workshop: moments, the hand, notes, questions, and what is forgotten."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hub.core.errors import NotAllowed, WrongState
from tests.factories.leading import moment, noted
from tests.factories.organisers import member, organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import theme, workshop
from workshops.leading.actions import asking, running
from workshops.leading.actions.noting import OTHER_WROTE, OtherWrote
from workshops.leading.actions.purging import purge_meetings
from workshops.leading.meeting import people_of, questions_of
from workshops.models import AgendaItem, LiveSession, MeetingNote, MeetingQuestion, WorkshopPage

WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def page(db):
    made = workshop(WHEN, certainty="confirmed")
    moment(made, "Échange", part=2, minutes=None)
    moment(made, "Retour d’expérience")
    moment(made, "Questions")
    return WorkshopPage.objects.get(pk=made.pk)


@pytest.fixture
def by(db):
    return organiser()


def titles(page, by):
    """The moments in the order in which the buttons lead to them."""
    session, seen = running.begin(page, by=by), []
    while session.ended_at is None:
        seen.append(session.moment.title)
        session = running.go_on(page, seen=session.moment_id, by=by)
    return seen


def test_moments_follow_one_another_first_part_first(page, by):
    assert titles(page, by) == ["Retour d’expérience", "Questions", "Échange"]


def test_button_pressed_twice_moves_once(page, by):
    first = running.begin(page, by=by).moment_id
    running.go_on(page, seen=first, by=by)
    with pytest.raises(WrongState, match="déjà de changer"):
        running.go_on(page, seen=first, by=by)
    assert LiveSession.objects.get().moment.title == "Questions"


def test_five_minutes_more_and_five_from_now_when_late(page, by):
    session = running.begin(page, by=by)
    assert running.add_minutes(page, seen=session.moment_id, by=by).minutes == 20
    LiveSession.objects.update(moment_at=timezone.now() - timedelta(minutes=32, seconds=30))
    late = running.add_minutes(page, seen=session.moment_id, by=by)
    left = late.until - timezone.now()
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)


def test_who_has_the_hand_moves_on_and_anybody_may_take_it(page, by):
    other = organiser()
    seen = running.begin(page, by=by).moment_id
    for act in (running.go_on, running.add_minutes):
        with pytest.raises(WrongState, match="prenez d’abord la main"):
            act(page, seen=seen, by=other)
    with pytest.raises(WrongState, match="prenez d’abord la main"):
        running.begin(page, by=other)
    assert running.take_hand(page, by=other).led_by == other
    assert running.go_on(page, seen=seen, by=other).moment.title == "Questions"


def test_moment_that_leaves_the_programme_stops_nothing(page, by):
    running.begin(page, by=by)
    AgendaItem.objects.filter(title="Retour d’expérience").delete()
    fresh = WorkshopPage.objects.get(pk=page.pk)
    assert LiveSession.objects.get().moment is None
    assert running.go_on(fresh, seen=None, by=by).moment.title == "Questions"


def test_empty_programme_is_a_sentence(by):
    with pytest.raises(WrongState, match="Le programme est vide"):
        running.begin(workshop(WHEN), by=by)


def test_nothing_moves_before_the_beginning(page, by):
    for act in (lambda: running.go_on(page, seen=None, by=by), lambda: running.take_hand(page, by=by)):
        with pytest.raises(WrongState, match="n’a pas commencé"):
            act()


def test_member_changes_nothing(page, by):
    stranger = member()
    for act in (
        lambda: running.begin(page, by=stranger),
        lambda: running.take_hand(page, by=stranger),
        lambda: noted(page, "x", stranger),
        lambda: asking.add_question(page, part=1, text="x", key=uuid.uuid4(), by=stranger),
        lambda: asking.mark_question(page, name="q1", part=1, asked=True, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (LiveSession.objects.count(), MeetingNote.objects.count(), MeetingQuestion.objects.count()) == (0, 0, 0)


# ---------------------------------------------------------------- notes
def test_notes_of_two_people_are_never_written_over(page, by):
    noted(page, "Le calendrier est public.", by)
    with pytest.raises(OtherWrote) as refused:
        noted(page, "Autre chose.", organiser(), version=0)
    assert (refused.value.theirs.text, str(refused.value)) == ("Le calendrier est public.", OTHER_WROTE)
    assert MeetingNote.objects.get().text == "Le calendrier est public."


def test_screen_that_lost_the_answer_goes_on(page, by):
    """The first sending was kept, its answer was not heard: the second one still says version 0."""
    key = uuid.uuid4()
    noted(page, "Un", by, version=0, key=key, turn=1)
    assert noted(page, "Un deux", by, version=0, key=key, turn=2).text == "Un deux"


def test_sending_that_arrives_late_or_twice_changes_nothing(page, by):
    key = uuid.uuid4()
    noted(page, "Un deux", by, version=0, key=key, turn=2)
    for turn in (1, 2):
        kept = noted(page, "Un", by, version=0, key=key, turn=turn)
        assert (kept.text, kept.version) == ("Un deux", 1)


def test_screen_that_somebody_else_followed_is_told(page, by):
    key = uuid.uuid4()
    noted(page, "Un", by, key=key)
    noted(page, "Un, revu", organiser())
    with pytest.raises(OtherWrote):
        noted(page, "Un deux", by, version=1, key=key, turn=2)


def test_the_same_text_is_no_conflict(page, by):
    noted(page, "Un", by)
    assert noted(page, "Un", organiser(), version=0).version == 1


# ---------------------------------------------------------------- questions
def test_questions_of_registrations_stand_with_those_of_the_room(page, by):
    desk = desk_of(page)
    first = registered(desk, question_practice="Qui rédige ?", question_outcome="Et après ?")
    asked(desk, question_practice="Jamais confirmée")
    registered(desk)
    key = uuid.uuid4()
    for _ in range(2):
        asking.add_question(page, part=2, text="Les membres lisent-ils ?", key=key, by=by)
    asking.mark_question(page, name=f"r{first.pk}", part=1, asked=True, by=by)
    found = questions_of(page, people_of(page))
    assert [(each.part, each.text, each.asked_at is not None) for each in found] == [
        (1, "Qui rédige ?", True),
        (2, "Et après ?", False),
        (2, "Les membres lisent-ils ?", False),
    ]


def test_asked_twice_keeps_its_first_instant_and_may_be_taken_back(page, by):
    made = asking.add_question(page, part=1, text="Quand ?", key=uuid.uuid4(), by=by)
    name = f"q{made.pk}"
    first = asking.mark_question(page, name=name, part=1, asked=True, by=by).asked_at
    assert asking.mark_question(page, name=name, part=1, asked=True, by=by).asked_at == first
    assert asking.mark_question(page, name=name, part=1, asked=False, by=by).asked_at is None


def test_question_of_another_workshop_or_of_nobody_is_a_sentence(page, by):
    elsewhere = workshop(WHEN)
    stranger = registered(desk_of(elsewhere), question_practice="Ailleurs")
    other = asking.add_question(elsewhere, part=1, text="Ailleurs", key=uuid.uuid4(), by=by)
    silent = registered(desk_of(page))
    for name in (f"r{stranger.pk}", f"q{other.pk}", f"r{silent.pk}", "q999", "r²", "x", "", "q9999999999"):
        with pytest.raises(WrongState, match="n’est plus là"):
            asking.mark_question(page, name=name, part=1, asked=True, by=by)


def test_open_question_is_looked_for_on_its_theme_once(page, by):
    subject = theme()
    made = asking.add_question(page, part=2, text="Combien cela coûte-t-il ?", key=uuid.uuid4(), by=by)
    for _ in range(2):
        asking.look_for_answer(page, name=f"q{made.pk}", part=2, theme=subject, words="Le coût d’une séance", by=by)
    assert list(subject.requests.values_list("title", "text")) == [
        ("Le coût d’une séance", f"Question restée ouverte : {page.title}")
    ]


def test_open_questions_of_a_theme_stand_in_the_order_in_which_they_came(page, by):
    subject = theme()
    for number, text in enumerate(("Combien ?", "Quand ?", "Qui ?"), 1):
        made = asking.add_question(page, part=2, text=text, key=uuid.uuid4(), by=by)
        asking.look_for_answer(page, name=f"q{made.pk}", part=2, theme=subject, words=f"Question {number}", by=by)
    assert list(subject.requests.order_by("pk").values_list("sort_order", flat=True)) == [1, 2, 3]


def test_questions_beyond_the_most_are_refused_and_the_last_one_is_taken(page, by, monkeypatch):
    monkeypatch.setattr(asking, "MOST_QUESTIONS", 2)
    for _ in range(2):
        asking.add_question(page, part=2, text="Combien ?", key=uuid.uuid4(), by=by)
    with pytest.raises(WrongState, match="déjà 2 questions"):
        asking.add_question(page, part=2, text="Combien ?", key=uuid.uuid4(), by=by)
    assert MeetingQuestion.objects.count() == 2


def test_words_of_a_registration_leave_with_it(page, by):
    person = registered(desk_of(page), question_practice="Qui rédige ?")
    asking.mark_question(page, name=f"r{person.pk}", part=1, asked=True, by=by)
    assert MeetingQuestion.objects.get().text == ""
    person.delete()
    assert MeetingQuestion.objects.count() == 0


@pytest.mark.parametrize(("now", "left"), [((2100, 3, 18), (1, 1, 1)), ((2100, 3, 19), (0, 0, 0))])
def test_what_was_typed_in_the_room_is_forgotten_after_a_year(page, by, now, left):
    running.begin(page, by=by)
    noted(page, "Un", by)
    asking.add_question(page, part=1, text="Quand ?", key=uuid.uuid4(), by=by)
    purge_meetings(datetime(*now, 12, tzinfo=UTC))
    assert (LiveSession.objects.count(), MeetingNote.objects.count(), MeetingQuestion.objects.count()) == left
