"""Repeated events as one line, and the hours of others."""

import pytest

from tests.factories.conflicts import constraint, planned, reasons
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import workshop
from workshops.conflicts.radar import Kind, look
from workshops.models import CalendarConstraint, CalendarImport

pytestmark = pytest.mark.django_db


def series(title: str, *days: str, **fields: object) -> None:
    brought, _ = CalendarImport.objects.get_or_create(name="Marchés")
    for day in days:
        constraint(title, day, imported=brought, external_id=title, **fields)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["2027-03-02", "2027-03-09", "2027-03-16"], "tous les mardis du 2 au 16 mars 2027"),
        (["2027-03-03", "2027-03-17", "2027-03-31"], "un mercredi sur deux du 3 au 31 mars 2027"),
        (["2027-03-06", "2027-03-07", "2027-03-08"], "tous les jours du 6 au 8 mars 2027"),
        (["2027-03-06", "2027-03-13"], "2 fois du 6 au 13 mars 2027"),
        (["2027-03-02", "2027-03-09", "2027-03-30"], "3 fois du 2 au 30 mars 2027"),
        (["2027-03-30"], "le 30 mars 2027"),
    ],
)
def test_repeated_event_is_one_line(days, words):
    series("Marché", *days, starts="09:00", ends="12:00")
    taken = f"{len(days)} des 31 jours de mars"
    assert reasons(planned("2027-03", "76"), Kind.EVENT) == [f"« Marché », {words}, de 9 h à 12 h : {taken}."]


def test_folded_events_leave_room_for_the_others():
    for number in range(11):
        series(f"Marché {number}", "2027-03-02", "2027-03-09", "2027-03-16", "2027-03-23")
    constraint("Rencontres", "2027-03-24")
    radar = look(planned("2027-03", "76"))
    assert (sum(caution.kind == Kind.EVENT for caution in radar.cautions), radar.unlisted) == (12, 0)


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("09:00", "12:00", "de 9 h à 12 h, à d’autres heures que l’atelier"),
        ("09:00", "14:30", "de 9 h à 14 h 30"),
        ("16:00", "00:00", "de 16 h à minuit, à d’autres heures que l’atelier"),
        ("15:00", None, "à 15 h"),
    ],
)
def test_hours_of_others_are_kept(starts, ends, words):
    constraint("Conseil", starts=starts, ends=ends)
    page = planned("2027-03-18T14:00/2027-03-18T16:00", "76")
    assert reasons(page) == [f"« Conseil », le 18 mars 2027, {words}."]


def test_hours_of_several_days_and_of_other_workshops():
    constraint("Congrès", "2027-03-17", "2027-03-19", starts="14:00", ends="12:00")
    workshop("2027-03-18T17:00/2027-03-18T18:00", title="Plus tard")
    assert reasons(planned("2027-03-18T14:00/2027-03-18T16:00", "76")) == [
        "« Congrès », du 17 au 19 mars 2027, de 14 h le premier jour à 12 h le dernier.",
        "« Plus tard » : jeudi 18 mars 2027, de 17 h à 18 h (heure de Paris) (proposé)"
        ", à d’autres heures que l’atelier.",
    ]


def test_hours_that_can_not_be_are_refused(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    typed = {"title": "X", "kind": "event", "first_day": "2027-03-18", "last_day": "2027-03-18"}
    path = "/admin/snippets/workshops/calendarconstraint/add/"
    for hours, said in (
        ({"ends": "10:00"}, "Indiquez aussi l’heure de début."),
        ({"starts": "10:00", "ends": "10:00"}, "La fin est avant le début."),
    ):
        assert said in client.post(path, {**typed, **hours}).content.decode()
    client.post(path, {**typed, "starts": "22:00", "ends": "00:00"})
    assert CalendarConstraint.objects.count() == 1
