"""One mail to those who follow a theme, a quarter of an hour after a decision; undone meanwhile, nobody knows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.core.dates.when import When
from hub.core.errors import WrongState
from hub.home.my_space.actions.news import stop_news, subscribe_to_news
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.mails import deliver
from workshops.models import Announcement, WorkshopPage
from workshops.planning.actions.announcing import DELAY, announced_at, send_announcements
from workshops.planning.actions.decisions import (
    activate_fallback,
    fix_date,
    set_certainty,
    set_partner_certainty,
    undo_decision,
)
from workshops.planning.changes import Change, Public, change_between

pytestmark = pytest.mark.django_db

REASON = "La salle est fermée."


@pytest.fixture
def subject():
    return theme("Tirage au sort", slug="tirage")


@pytest.fixture
def reader(subject):
    person = member("lectrice@exemple.fr")
    subscribe_to_news(person, themes=[subject, theme("Autre")], rhythm="weekly")
    return person


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def later(minutes: int = 16):
    return timezone.now() + timedelta(minutes=minutes)


def subjects(minutes: int = 16) -> list[tuple[str, str]]:
    """What has been sent to whom when that many minutes have passed."""
    send_announcements(later(minutes))
    return [(letter.subject, *letter.to) for letter in deliver()]


def future(page: WorkshopPage, text: str):
    return page.when.parse(text)


def test_cancelled_workshop_is_told_once_after_a_quarter_of_an_hour(subject, reader):
    other = theme("Autre encore")
    page = workshop("2099-03-18", title="Mars", certainty="confirmed", themes=[subject, other])
    subscribe_to_news(member(), themes=[theme("Ailleurs")], rhythm="weekly")
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    assert subjects(14) == []
    assert subjects() == [("Atelier annulé : Mars", "lectrice@exemple.fr")]
    assert subjects(60) == [("Atelier annulé : Mars", "lectrice@exemple.fr")]
    text = deliver()[0].body
    assert "annoncé pour : 18 mars 2099, est annulé." in text
    assert (REASON in text, "/ateliers/" in text, "/desabonnement" in text or "nouvelles" in text) == (True, True, True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda page, by: set_certainty(page, "postponed", by=by, reason=REASON), "Atelier reporté : Lui"),
        (lambda page, by: fix_date(page, future(page, "2099-04-02"), "confirmed", by=by), "Date changée : Lui"),
        (lambda page, by: fix_date(page, future(page, "2099-06"), "confirmed", by=by), "Date changée : Lui"),
    ],
)
def test_each_change_of_a_fixed_date_is_told(subject, reader, change, expected):
    page = workshop("2099-03-18", title="Lui", certainty="confirmed", themes=[subject])
    change(page, organiser())
    assert subjects() == [(expected, "lectrice@exemple.fr")]


def test_fixed_date_is_told_in_words_with_links(subject, reader):
    page = workshop("2099-06", title="Lui", slug="lui", certainty="proposed", year_assumed=True, themes=[subject])
    fix_date(page, future(page, "2099-06-10T14:00/2099-06-10T16:00"), "confirmed", by=organiser())
    assert subjects() == [("Date d’atelier : Lui", "lectrice@exemple.fr")]
    text = deliver()[0].body
    assert "a une date : mercredi 10 juin 2099, de 14 h à 16 h (heure de Paris)." in text
    assert "/ateliers/lui/atelier.ics" in text
    assert again(page).year_assumed is False


def test_date_that_became_a_month_is_told_without_the_file_of_its_end(subject, reader):
    page = workshop("2099-06-10", slug="lui", certainty="confirmed", themes=[subject], announced="2099-06-10")
    fix_date(page, When.parse("2099-06"), "confirmed", by=organiser())
    assert subjects()[0][0].startswith("Date changée")
    text = deliver()[0].body
    assert ("Maintenant : Juin 2099" in text, "/ateliers/lui/atelier.ics" in text) == (True, False)


def test_decision_undone_in_time_is_told_to_nobody(subject, reader):
    page = workshop("2099-03-18", title="Lui", certainty="confirmed", themes=[subject])
    by = organiser()
    set_certainty(page, "cancelled", by=by, reason=REASON)
    undo_decision(again(page), by=by)
    now = again(page)
    assert (now.certainty, now.closing_reason, now.live, str(now.when)) == ("confirmed", "", True, "2099-03-18")
    assert (subjects(), OutgoingMail.objects.count()) == ([], 0)
    assert [event.text for event in page.events.all()] == ["confirmé → annulé", "décision annulée"]


def test_date_undone_gets_its_assumption_back(subject, reader):
    page = workshop("2099-06", certainty="proposed", year_assumed=True, themes=[subject])
    by = organiser()
    fix_date(page, future(page, "2099-06-10"), "tentative", by=by)
    undo_decision(again(page), by=by)
    now = again(page)
    assert (str(now.when), now.certainty, now.year_assumed, subjects()) == ("2099-06", "proposed", True, [])


def test_decision_is_not_undone_once_it_is_told(subject, reader):
    page = workshop("2099-03-18", certainty="confirmed", themes=[subject])
    by = organiser()
    set_certainty(page, "cancelled", by=by, reason=REASON)
    Announcement.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongState, match="trop tard"):
        undo_decision(again(page), by=by)
    assert len(subjects()) == 1
    with pytest.raises(WrongState, match="trop tard"):
        undo_decision(again(page), by=by)
    assert again(page).certainty == "cancelled"


def test_second_decision_takes_the_place_of_the_first(subject, reader):
    page = workshop("2099-03-18", title="Lui", certainty="confirmed", themes=[subject])
    by = organiser()
    set_certainty(page, "postponed", by=by, reason=REASON)
    first = Announcement.objects.get().due_at
    fix_date(again(page), future(page, "2099-05-05"), "confirmed", by=by)
    assert Announcement.objects.get().due_at > first
    assert subjects() == [("Date changée : Lui", "lectrice@exemple.fr")]
    assert "Avant : 18 mars 2099" in deliver()[0].body


def test_second_decision_that_brings_back_the_first_state_tells_nothing(subject, reader):
    page = workshop("2099-03-18", certainty="proposed", themes=[subject])
    by = organiser()
    set_certainty(page, "cancelled", by=by, reason=REASON)
    set_certainty(again(page), "proposed", by=by)
    assert (Announcement.objects.count(), subjects()) == (0, [])


def test_text_published_meanwhile_changes_nothing_to_what_waits(subject, reader):
    page = workshop("2099-03-18", title="Lui", certainty="confirmed", themes=[subject])
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    due = Announcement.objects.get().due_at
    page = again(page)
    page.introduction = "Autre texte."
    page.save_revision().publish()
    assert Announcement.objects.get().due_at == due
    assert len(subjects()) == 1


def test_activated_fallback_is_named_in_the_mail(subject, reader):
    page = workshop("2099-03-18", title="Mars", certainty="confirmed", themes=[subject])
    november = workshop("2099-11", title="Novembre", fallback_for=page)
    by = organiser()
    set_certainty(page, "cancelled", by=by, reason=REASON)
    activate_fallback(again(november), by=by)
    subjects()
    assert "Il est remplacé par « Novembre » (novembre 2099)." in deliver()[0].body


def test_drafts_the_past_and_small_changes_are_not_told(subject, reader):
    by = organiser()
    draft = workshop("2099-03-18", certainty="confirmed", live=False, themes=[subject])
    past = workshop("2020-03-18", certainty="confirmed", themes=[subject])
    unsure = workshop("2099-06", certainty="proposed", themes=[subject])
    for page in (draft, past):
        set_certainty(page, "cancelled", by=by, reason=REASON)
    set_certainty(unsure, "tentative", by=by)
    assert (Announcement.objects.count(), subjects()) == (0, [])


def test_unpublished_or_deleted_workshop_is_not_told(subject, reader):
    pages = [workshop("2099-03-18", certainty="confirmed", themes=[subject]) for _ in range(2)]
    for page in pages:
        set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    again(pages[0]).unpublish()
    again(pages[1]).delete()
    assert (subjects(), Announcement.objects.count()) == ([], 0)


def test_those_who_stopped_their_news_are_not_told(subject, reader):
    page = workshop("2099-03-18", certainty="confirmed", themes=[subject])
    stop_news(reader.news_subscription)
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    assert subjects() == []


def test_decision_about_a_workshop_without_reader_still_can_be_undone(subject):
    page = workshop("2099-03-18", certainty="confirmed")
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    undo_decision(again(page), by=organiser())
    assert again(page).certainty == "confirmed"


def test_unsure_partner_is_not_worth_a_mail(subject, reader):
    page = workshop("2099-03-18", certainty="confirmed", themes=[subject])
    paris = partner(page, authority("Ville de Paris"), "confirmed")
    set_partner_certainty(paris, "tentative", by=organiser())
    assert Announcement.objects.count() == 0


def test_delay_is_a_quarter_of_an_hour():
    assert timedelta(minutes=15) == DELAY


def public(when: str, certainty: str) -> Public:
    return Public(When.parse(when), certainty)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (("2099-06", "proposed"), ("2099-06-10", "proposed"), Change.FIXED),
        (("2099-06-10", "proposed"), ("2099-06-10", "confirmed"), Change.FIXED),
        (("2099-06", "proposed"), ("2099-06", "confirmed"), None),
        (("2099-06-10", "tentative"), ("2099-07-10", "tentative"), Change.MOVED),
        (("2099-06-10", "tentative"), ("", "tentative"), Change.MOVED),
        (("2099-06-10", "tentative"), ("2099-06-10T14:00/2099-06-10T16:00", "tentative"), Change.FIXED),
        (("2099-06-10/2099-06-11", "tentative"), ("2099-06-11", "tentative"), Change.FIXED),
        (("2099-06-10/2099-06-11", "tentative"), ("2099-06-11/2099-06-12", "tentative"), Change.MOVED),
        (
            ("2099-06-10T14:00/2099-06-10T16:00", "tentative"),
            ("2099-06-10T15:00/2099-06-10T17:00", "tentative"),
            Change.MOVED,
        ),
        (("2099-06", "proposed"), ("2099-06", "cancelled"), Change.CANCELLED),
        (("2099-06", "proposed"), ("2099-06", "void"), None),
        (("2099-06-10", "postponed"), ("2099-09-10", "tentative"), Change.FIXED),
        (("2099-06-10", "confirmed"), ("2099-06-10", "held"), None),
        (("2020-06-10", "confirmed"), ("2020-06-10", "cancelled"), None),
        (("2020-06-10", "confirmed"), ("2020-06-11", "confirmed"), None),
    ],
)
def test_change_is_what_people_must_know(before, after, change):
    assert change_between(public(*before), public(*after), timezone.localdate()) == change


def test_date_of_an_assumed_year_is_fixed_not_moved():
    before = Public(When.parse("2099-03-18"), "proposed", year_assumed=True)
    assert change_between(before, public("2099-03-25", "confirmed"), timezone.localdate()) == Change.FIXED


def test_place_corrected_since_a_decision_stays_when_it_is_undone(subject):
    page = workshop("2099-03-18", certainty="confirmed", place="Salle du conseil")
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    seen = again(page)
    WorkshopPage.objects.filter(pk=page.pk).update(place="Grande salle")
    undo_decision(seen, by=organiser())
    assert (again(page).certainty, again(page).place) == ("confirmed", "Grande salle")


def test_decision_waits_until_the_very_instant_at_which_it_is_told(subject, monkeypatch):
    page = workshop("2099-03-18", certainty="confirmed", themes=[subject])
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    due = Announcement.objects.get().due_at
    told = []
    for now in (due - timedelta(seconds=1), due):
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        told.append(announced_at(page))
    assert told == [due, None]
