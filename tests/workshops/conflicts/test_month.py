"""The month of the team: what falls when, in words, and whoever may see it."""

from datetime import date

import pytest

from hub.core.dates.when import When
from tests.factories.conflicts import constraint
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import workshop
from tests.harness.queries import query_counts
from workshops.conflicts.month import Mark, month_of
from workshops.models import CalendarImport, OutsideEvent

pytestmark = pytest.mark.django_db

PAGE = "/admin/vue-du-mois/"


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def month(text: str = "2027-03"):
    return month_of(date.fromisoformat(f"{text}-01"), date(2026, 11, 22))


def days(text: str = "2027-03") -> dict[str, list[str]]:
    """Each busy day with what it holds: «kind, title, detail»."""
    return {
        str(day.day)[5:]: [", ".join(filter(None, [entry.mark, entry.title, entry.detail])) for entry in day.entries]
        for day in month(text).busy_days
    }


def lasting(text: str = "2027-03") -> list[str]:
    """School holidays apart, which have their own test."""
    others = [entry for entry in month(text).lasting if entry.mark != Mark.SCHOOL]
    return [f"{entry.mark}, {entry.title} : {entry.dates}" for entry in others]


def test_weeks_begin_on_monday_and_hold_whole_weeks():
    found = month("2027-05")
    assert [(week[0].day.isoformat(), week[-1].day.isoformat()) for week in found.weeks] == [
        ("2027-04-26", "2027-05-02"),
        ("2027-05-03", "2027-05-09"),
        ("2027-05-10", "2027-05-16"),
        ("2027-05-17", "2027-05-23"),
        ("2027-05-24", "2027-05-30"),
        ("2027-05-31", "2027-06-06"),
    ]
    assert [day.short_words for day in found.weeks[0]] == [
        "26 avril",
        "27 avril",
        "28 avril",
        "29 avril",
        "30 avril",
        "1er",
        "2",
    ]
    assert (found.name, found.before, found.after) == (
        "mai 2027",
        ("2027-04", "avril 2027"),
        ("2027-06", "juin 2027"),
    )


@pytest.mark.parametrize(
    ("of", "before", "after"),
    [("2027-01", "2026-12", "2027-02"), ("2027-12", "2027-11", "2028-01"), ("2028-02", "2028-01", "2028-03")],
)
def test_months_follow_one_another(of, before, after):
    assert (month(of).before[0], month(of).after[0]) == (before, after)


def test_ours_and_those_of_others_stand_in_their_days():
    workshop("2027-03-18T14:00/2027-03-18T16:00", title="Le nôtre", certainty="confirmed")
    workshop("2027-03-18", title="Brouillon", live=False)
    workshop("2027-03-20", title="Annulé", certainty="cancelled")
    OutsideEvent.objects.create(name="REP", slug="rep", when=When.parse("2027-03-29/2027-03-30"))
    constraint("Conseil", "2027-03-18", starts="18:00", ends="20:00", place="Rouen")
    assert days() == {
        "03-18": [
            "Atelier, Le nôtre, 14 h, confirmé",
            "Atelier, Brouillon, proposé, pas encore publié",
            "Événement extérieur, Conseil, de 18 h à 20 h, Rouen",
        ],
        "03-20": ["Atelier, Annulé, annulé"],
        "03-29": ["Jour férié, Lundi de Pâques", "Événement extérieur, REP"],
        "03-30": ["Événement extérieur, REP"],
    }


def test_fallback_and_assumed_year_are_said_in_the_month():
    first = workshop("2027-03-18", title="Premier", certainty="confirmed")
    workshop("2027-03-19", title="Secours", fallback_for=first, year_assumed=True)
    assert days() == {
        "03-18": ["Atelier, Premier, confirmé"],
        "03-19": ["Atelier, Secours, repli, année supposée"],
        "03-29": ["Jour férié, Lundi de Pâques"],
    }


def test_what_lasts_or_has_no_day_is_said_once():
    workshop("2027-03", title="Vague")
    workshop("2027", title="Trop vague")
    workshop("2027-02|2027-05", title="Un mois ou l’autre")
    OutsideEvent.objects.create(name="Sans date", slug="sans-date")
    constraint("Réserve", "2027-01-01", "2027-06-30", kind="reserve")
    assert lasting() == [
        "Atelier, Vague : Mars 2027",
        "Réserve électorale, Réserve : du 1er janvier au 30 juin 2027",
    ]
    assert days() == {"03-29": ["Jour férié, Lundi de Pâques"]}
    assert lasting("2027-05")[0] == "Atelier, Un mois ou l’autre : Février ou mai 2027"


def test_school_holidays_name_their_zones():
    found = month("2027-02")
    assert [entry.detail for entry in found.lasting] == ["zone A", "zone B", "zone C"]
    zones = {day.day.day: day.zones for week in found.weeks for day in week if day.inside}
    assert [zones[day] for day in (5, 6, 13, 20, 22, 28)] == ["", "C", "A, C", "A, B, C", "A, B", "A, B"]
    assert month("2028-09").gaps == ["Vacances scolaires : les calendriers connus s’arrêtent au 31 août 2028."]


def test_series_fills_its_days():
    brought = CalendarImport.objects.create(name="Marchés")
    for day in ("02", "09"):
        constraint("Marché", f"2027-03-{day}", imported=brought, external_id="m", starts="09:00", ends="12:00")
    assert (days()["03-02"], days()["03-09"], lasting()) == (
        ["Événement extérieur, Marché, de 9 h à 12 h"],
        ["Événement extérieur, Marché, de 9 h à 12 h"],
        [],
    )


# ---------------------------------------------------------------- its page
def test_page_says_everything_in_words_and_leads_to_the_months_around(office):
    page = workshop("2027-03-18", title="<b>Atelier</b>", certainty="confirmed")
    html = office.get(PAGE, {"mois": "2027-03"}).content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    for words in (
        "Mars 2027",
        "?mois=2027-02",
        "?mois=2027-04",
        "<caption",
        '<th scope="col">Lundi</th>',
        "&lt;b&gt;Atelier&lt;/b&gt;",
        f"/admin/pages/{page.pk}/edit/",
        "jeudi 18 mars",
        "Lundi de Pâques",
        "Le site n’a pas de calendrier électoral",
    ):
        assert words in html


@pytest.mark.parametrize("asked", ["", "zut", "2027-13", "0001-01", "2027-3", "\0", "9999-12"])
def test_month_that_can_not_be_read_is_this_one(office, asked):
    assert office.get(PAGE, {"mois": asked}).context["month"].name == "novembre 2026"


@pytest.mark.parametrize("asked", ["1900-01", "2199-12"])
def test_months_at_the_edge_are_shown(office, asked):
    assert office.get(PAGE, {"mois": asked}).status_code == 200


def test_month_is_in_the_menu_for_organisers_only(office, client):
    assert PAGE in office.get("/admin/").content.decode()
    client.force_login(member())
    assert client.get(PAGE).status_code == 302
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_queries_do_not_grow_with_the_month(office):
    def add() -> None:
        workshop("2027-03-18")
        constraint("Événement", "2027-03-18")
        OutsideEvent.objects.create(name="E", slug=f"e-{OutsideEvent.objects.count()}", when=When.parse("2027-03-18"))

    first, *others = query_counts(office, f"{PAGE}?mois=2027-03", add)
    assert others == [first, first]
