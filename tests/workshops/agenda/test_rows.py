"""Each row of the calendar specification, in each feed, against a table that does not come from the code."""

from datetime import date, timedelta

import pytest
import vobject

from tests.factories.workshops import authority, partner, workshop
from tests.harness.feed_rows import Row, expected
from workshops.models import WorkshopPage
from workshops.workshop.enums import Certainty

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
DAY, NEXT = date(2027, 3, 18), date(2027, 3, 19)
WHENS = (
    "2027-03-18T14:00/2027-03-18T16:00",
    "2027-03-18",
    "2027-03-18/2027-03-19",
    "2027-06",
    "2027-09|2027-10",
    "2027-03|2027-10",
    "2026-12|2027-01",
    "2027-06/2027-09",
    "2027",
    "",
    "2026-11-01",
    "2026-10-01",
    "2026-10",
)
FEEDS = ("/agenda/ateliers.ics", "/agenda/ateliers-previsionnels.ics")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def events(client, path: str) -> dict[str, Row]:
    """What another program reads, by title without its prefix."""
    calendar = vobject.readOne(client.get(path).content.decode())
    rows = {}
    for event in getattr(calendar, "vevent_list", []):
        prefix, bracket, title = event.summary.value.rpartition("] ")
        shown = [event.dtstart.value, event.dtend.value, event.status.value, event.transp.value]
        rows[title] = Row(*shown, event.contents["x-microsoft-cdo-busystatus"][0].value, prefix + bracket)
    return rows


@pytest.mark.parametrize("announced", ["", "2027-02-11", "2026-10-05"])
def test_every_state_is_told_as_the_table_says(client, announced):
    original = workshop("2027-03-01", title="Origine")
    for certainty in Certainty.values:
        for number, when in enumerate(WHENS):
            for relief in (None, original):
                title = f"{certainty} {number} {bool(relief)}"
                workshop(when, title=title, certainty=certainty, fallback_for=relief, announced=announced)
    for path in FEEDS:
        table = {
            page.title: row
            for page in WorkshopPage.objects.all()
            if (row := expected(page, forecast="previsionnels" in path, today=TODAY))
        }
        assert events(client, path) == table


@pytest.mark.parametrize(
    ("fields", "known", "foreseen"),
    [
        ({"certainty": "confirmed"}, (DAY, "CONFIRMED", ""), (DAY, "CONFIRMED", "")),
        ({"certainty": "tentative"}, (DAY, "TENTATIVE", "[Sous réserve] "), (DAY, "TENTATIVE", "[Sous réserve] ")),
        ({"certainty": "postponed"}, (DAY, "CANCELLED", "[Reporté] "), (DAY, "CANCELLED", "[Reporté] ")),
        ({"certainty": "void"}, (DAY, "CANCELLED", "[Sans objet] "), (DAY, "CANCELLED", "[Sans objet] ")),
        ({"certainty": "cancelled"}, (DAY, "CANCELLED", "[Annulé] "), (DAY, "CANCELLED", "[Annulé] ")),
        (
            {"when": "2027-06", "announced": "2027-03-18"},
            (DAY, "CANCELLED", "[Date à préciser] "),
            (date(2027, 6, 1), "TENTATIVE", "[Date à préciser] "),
        ),
        ({"when": "2027-06", "certainty": "confirmed"}, None, (date(2027, 6, 1), "TENTATIVE", "[Date à préciser] ")),
        ({"when": "2027-03|2027-10"}, None, (date(2027, 3, 1), "TENTATIVE", "[Date à préciser] ")),
        ({"when": "", "announced": "2027-03-18"}, *[(DAY, "CANCELLED", "[Date à préciser] ")] * 2),
        ({"certainty": "idea"}, None, None),
    ],
)
def test_rows_of_the_specification(client, fields, known, foreseen):
    workshop(**{"when": "2027-03-18", "title": "Lui", **fields})
    found = [events(client, path).get("Lui") for path in FEEDS]
    assert [row and (row.start, row.status, row.prefix) for row in found] == [known, foreseen]


def test_what_is_off_stays_thirty_days_then_leaves(client):
    for days in (30, 31):
        last = TODAY - timedelta(days=days)
        workshop("2027-06", title=f"Il y a {days} jours", certainty="postponed", announced=last.isoformat())
    assert list(events(client, FEEDS[0])) == ["Il y a 30 jours"]


def description(client, path: str) -> str:
    return vobject.readOne(client.get(path).content.decode()).vevent.description.value


def test_partner_who_is_unsure_is_a_sentence_and_nothing_else(client):
    page = workshop("2027-03-18", certainty="confirmed", title="Comptes")
    partner(page, authority("Ville de Paris"), "tentative")
    partner(page, authority("Ville de Lyon"), "planned")
    assert events(client, FEEDS[0]) == {"Comptes": Row(DAY, NEXT, "CONFIRMED", "TRANSPARENT", "FREE", "")}
    assert description(client, FEEDS[0]).splitlines()[0] == "Ville de Paris : sous réserve."


def test_assumed_year_is_said_in_the_description(client):
    page = workshop("2027-03-18", year_assumed=True, introduction="Un atelier.")
    assert description(client, FEEDS[0]).startswith(
        "L’année est une hypothèse, à confirmer par le groupe.\n\nUn atelier."
    )
    page.year_assumed = False
    page.save_revision().publish()
    assert description(client, FEEDS[0]).startswith("Un atelier.")


def test_description_begins_with_what_decides(client):
    workshop("2027-03|2027-10", introduction="Un atelier.")
    assert description(client, FEEDS[1]).startswith("Mars ou octobre 2027.\n\nUn atelier.")
    original = workshop("", title="Origine")
    other = workshop("2027-11-03", slug="repli", fallback_for=original, fallback_condition="en cas d’absence aux REP")
    assert description(client, f"/ateliers/{other.slug}/atelier.ics").startswith("En cas d’absence aux REP.")


def test_closed_workshop_tells_why(client):
    workshop("2027-03-18", certainty="cancelled", closing_reason="La salle est fermée.")
    assert description(client, FEEDS[0]).startswith("Cet atelier est annulé. La salle est fermée.")


def published(page: WorkshopPage, **changes: object) -> WorkshopPage:
    page = WorkshopPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save()
    page.save_revision().publish()
    return WorkshopPage.objects.get(pk=page.pk)


def test_file_of_one_workshop_tells_withdrawn_days_then_the_month(client):
    workshop("2027-06", slug="lui", announced="2027-03-18")
    workshop("2027-06", slug="autre", announced="2026-10-01")
    found = [vobject.readOne(client.get(f"/ateliers/{slug}/atelier.ics").content.decode()) for slug in ("lui", "autre")]
    assert [(each.vevent.dtstart.value, each.vevent.status.value) for each in found] == [
        (DAY, "CANCELLED"),
        (date(2027, 6, 1), "TENTATIVE"),
    ]


@pytest.mark.parametrize(("announced", "offered"), [("2027-03-18", False), ("", True)])
def test_page_offers_no_file_that_tells_of_withdrawn_days(client, announced, offered):
    workshop("2027-06", slug="lui", certainty="tentative", announced=announced)
    assert ("/ateliers/lui/atelier.ics" in client.get("/ateliers/lui/").content.decode()) == offered


def test_postponed_then_dated_again_keeps_its_identity(client):
    page = published(workshop("2027-03-18", title="Lui", certainty="confirmed", slug="lui"))
    one = f"/ateliers/{page.slug}/atelier.ics"
    told = []
    for changes in (
        {"certainty": "postponed"},
        {"certainty": "tentative", "when": page.when.parse("2027-06")},
        {"certainty": "tentative", "when": page.when.parse("2027-09-09")},
    ):
        page = published(page, **changes)
        event = vobject.readOne(client.get(one).content.decode()).vevent
        told.append((event.uid.value, int(event.sequence.value), event.dtstart.value, event.status.value))
        assert [row.start for row in events(client, FEEDS[0]).values()] == [event.dtstart.value]
    assert told == [
        (str(page.uid), 1, DAY, "CANCELLED"),
        (str(page.uid), 2, DAY, "CANCELLED"),
        (str(page.uid), 3, date(2027, 9, 9), "TENTATIVE"),
    ]
