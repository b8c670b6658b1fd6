"""Importing a calendar in the administration, its report, and the periods it brings."""

import socket
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from hub.core.errors import NotAllowed
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.harness.queries import query_counts
from workshops.conflicts.actions import import_calendar
from workshops.conflicts.importing import read_calendar
from workshops.conflicts.reading import Period, Reading
from workshops.models import CalendarConstraint, CalendarImport

pytestmark = pytest.mark.django_db

IMPORTS = "/admin/snippets/workshops/calendarimport/"
CONSTRAINTS = "/admin/snippets/workshops/calendarconstraint/"
ADD = f"{IMPORTS}add/"
NOTHING = "Rien n’est importé : corrigez ce qui est signalé. Un fichier est à choisir de nouveau."


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def upload(data: bytes | str, name: str = "rep.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def send(client, data: bytes | str = "REP;17/03/2027;19/03/2027;Rennes", **fields: object):
    return client.post(ADD, {"name": "REP 2027", "kind": "event", "file": upload(data), **fields})


def told(answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


def kept() -> list[tuple]:
    return list(CalendarConstraint.objects.values_list("title", "first_day", "last_day", "kind", "imported__name"))


REP = ("REP", date(2027, 3, 17), date(2027, 3, 19), "event", "REP 2027")


def test_file_is_imported_and_reported(office):
    answer = send(office, "REP;17/03/2027;19/03/2027;Rennes\nVieux;01/01/2020\n<b>Sans date</b>;")
    brought = CalendarImport.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{IMPORTS}inspect/{brought.pk}/")
    assert (kept(), brought.by.email, brought.url) == ([REP], "odile@exemple.fr", "")
    page = office.get(answer.url)
    assert told(page) == ["« REP 2027 » : 1 événement importé, 2 laissés de côté."]
    assert list(page.context["lines"]) == [
        ["Vieux", "laissé de côté : déjà passé, le 1er janvier 2020", False],
        ["<b>Sans date</b>", "laissé de côté : sans date", False],
        ["REP", "importé : du 17 mars 2027 au 19 mars 2027", True],
    ]
    html = page.content.decode()
    assert "&lt;b&gt;Sans date&lt;/b&gt;" in html
    assert "Laissé de côté : déjà passé" in html


def test_what_was_not_read_is_counted_and_comes_before_the_rest(office):
    entier, casse = "SUMMARY:Entier\r\nDTSTART:20270317", "SUMMARY:Cassé\r\nDTSTART:20270318\r\nDTEND:zut"
    events = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in (entier, casse, "SUMMARY:Vide"))
    page = office.get(send(office, f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n").url)
    assert told(page) == ["« REP 2027 » : 2 événements importés (1 en partie seulement), 1 laissé de côté."]
    assert [line[:2] for line in page.context["lines"]] == [
        ["Vide", "laissé de côté : sans date"],
        ["Cassé", "importé : le 18 mars 2027 (fin illisible : seul le premier jour est gardé)"],
        ["Entier", "importé : le 17 mars 2027"],
    ]


def test_importing_again_replaces_what_the_same_name_brought(office):
    send(office)
    send(office, "Autre;01/04/2027", name="Autre calendrier")
    send(office, "REP (déplacé);18/03/2027", name=" REP  2027 ", kind="reserve")
    assert kept() == [
        ("REP (déplacé)", date(2027, 3, 18), date(2027, 3, 18), "reserve", "REP 2027"),
        ("Autre", date(2027, 4, 1), date(2027, 4, 1), "event", "Autre calendrier"),
    ]


def test_periods_entered_by_hand_stay(office):
    CalendarConstraint.objects.create(title="À la main", first_day="2027-03-18", last_day="2027-03-18")
    send(office)
    send(office, "")
    assert [title for title, *_ in kept()] == ["REP", "À la main"]


def test_import_is_offered_again_with_what_was_given(office):
    person = organiser()
    reading = Reading(periods=[Period("Réserve", date(2027, 1, 1), date(2027, 6, 30))])
    brought = import_calendar("Réserve", reading, by=person, kind="reserve", url="https://rep.example/a.ics")
    again = office.get(f"{IMPORTS}inspect/{brought.pk}/").context["again_url"]
    assert office.get(again).context["form"].initial == {
        "name": "Réserve",
        "url": "https://rep.example/a.ics",
        "kind": "reserve",
    }
    for query in ("x", "", "999999", "-1", "\0"):
        assert office.get(ADD, {"again": query}).context["form"].initial == {}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"file": ""}, {"__all__": ["Choisissez un fichier, ou écrivez une adresse : l’un des deux."]}),
        ({"url": "https://x.example"}, {"__all__": ["Choisissez un fichier, ou écrivez une adresse : l’un des deux."]}),
        ({"name": " "}, {"name": ["Champ requis."]}),
        ({"name": "\u2028"}, {"name": ["Champ requis."]}),
        ({"name": "\x07"}, {"name": ["Donnez un nom lisible."]}),
        ({"name": "a\0b"}, {"name": ["Le caractère nul n’est pas autorisé."]}),
        (
            {"name": "é" * 161},
            {"name": ["Assurez-vous que cette valeur comporte au plus 160 caractères (actuellement 161)."]},
        ),
        ({"kind": "zut"}, {"kind": ["Sélectionnez un choix valide. zut n’en fait pas partie."]}),
        ({"file": b" "}, {"file": ["Ce fichier est vide."]}),
        ({"file": b"x" * (2 * 1024 * 1024 + 1)}, {"file": ["Ce fichier dépasse 2 Mo."]}),
        (
            {"file": b"\x89PNG"},
            {
                "file": [
                    "Ce n’est ni un calendrier .ics, ni un tableau CSV de colonnes titre ; du ; au ; lieu ; adresse."
                ]
            },
        ),
        (
            {"file": "", "url": "http://localhost/"},
            {"url": ["Cette adresse mène à un réseau privé : seuls les sites publics sont acceptés."]},
        ),
        ({"file": "", "url": "ftp://x"}, {"url": ["L’adresse doit commencer par « https:// » ou « http:// »."]}),
    ],
)
def test_what_is_refused_keeps_what_was_typed(office, fields, errors):
    import_calendar("REP 2027", read_calendar(b"REP;17/03/2027;19/03/2027", today=date(2026, 11, 22)), by=organiser())
    typed = {"name": "Nouveau", "kind": "other", **fields}
    if typed.get("file"):
        typed["file"] = upload(typed["file"])
    elif "file" not in typed:
        typed["file"] = upload("REP;17/03/2027")
    answer = office.post(ADD, typed)
    assert (answer.status_code, told(answer)) == (422, [NOTHING])
    assert answer.context["form"].errors == errors
    assert (kept(), CalendarImport.objects.count()) == ([REP], 1)
    html = answer.content.decode()
    assert typed["name"][:160].strip("\0\x07 \u2028")[:5] in html
    assert fields.get("url", "") in html


def test_address_is_fetched(office, monkeypatch):
    """The line of a site that sends one calendar; what may be fetched is tested with `hub.core.fetching`."""
    near, far = socket.socketpair()
    far.sendall(b"HTTP/1.0 200 OK\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270317\r\nEND:VEVENT\r\n")
    far.shutdown(socket.SHUT_WR)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", ("93.184.215.14", port))])
    monkeypatch.setattr(socket, "create_connection", lambda address, timeout: near)
    office.post(ADD, {"name": "REP 2027", "kind": "event", "url": "http://rep.example/a.ics"})
    far.close()
    assert [title for title, *_ in kept()] == ["Sans titre"]
    assert CalendarImport.objects.get().url == "http://rep.example/a.ics"


def test_reading_changes_nothing(office):
    office.get(ADD, {"name": "REP", "kind": "event", "url": "http://rep.example/"})
    office.head(ADD)
    assert CalendarImport.objects.count() == 0


def test_form_is_in_french_and_takes_files(office):
    html = office.get(ADD).content.decode()
    for words in ("Importer un calendrier", 'enctype="multipart/form-data"', "Nature des dates", "Ou adresse"):
        assert words in html


@pytest.mark.django_db(transaction=True)
def test_failure_half_way_keeps_what_was_there(office):
    send(office)
    twice = Reading(periods=[Period("A", date(2027, 1, 1), date(2027, 1, 1), external_id="1")] * 2)
    with pytest.raises(IntegrityError):
        import_calendar("REP 2027", twice, by=organiser())
    assert kept() == [REP]


def test_ten_thousand_events_are_written_in_a_few_queries(office):
    event = "BEGIN:VEVENT\r\nUID:{0}@x\r\nSUMMARY:Rencontre {0}\r\nDTSTART:2027{1:02d}17\r\nEND:VEVENT\r\n"
    events = "".join(event.format(number, number % 12 + 1) for number in range(10_000))
    with CaptureQueriesContext(connection) as captured:
        answer = send(office, f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
    written = [query for query in captured if query["sql"].startswith('INSERT INTO "workshops_calendarconstraint"')]
    assert 0 < len(written) < 150
    assert CalendarConstraint.objects.count() == 10_000
    page = office.get(f"{answer.url}?page=50")
    assert (len(page.context["lines"]), page.context["dates"]) == (200, 10_000)
    assert office.get(f"{answer.url}?page=zut").context["lines"].number == 1


# ---------------------------------------------------------------- rights
def test_whoever_may_not_add_constraints_imports_nothing(client):
    home_page()
    reader = member()
    codes = ["access_admin", "view_calendarimport", "view_calendarconstraint", "add_calendarimport"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(reader)
    brought = CalendarImport.objects.create(name="REP")
    page = client.get(f"{IMPORTS}inspect/{brought.pk}/")
    assert (page.status_code, page.context["again_url"]) == (200, "")
    assert [client.get(ADD).status_code, send(client).status_code] == [302, 302]
    with pytest.raises(NotAllowed):
        import_calendar("REP", Reading(), by=reader)
    assert kept() == []


def test_visitors_see_nothing(client):
    home_page()
    assert [client.get(path).status_code for path in (ADD, IMPORTS, CONSTRAINTS)] == [302, 302, 302]
    assert (send(client).status_code, kept()) == (302, [])


def test_imports_are_done_again_never_edited(office):
    brought = CalendarImport.objects.create(name="REP")
    assert [office.get(f"{IMPORTS}edit/{brought.pk}/").status_code, office.get(f"{IMPORTS}inspect/0/").status_code] == [
        302,
        404,
    ]
    assert f"edit/{brought.pk}" not in office.get(IMPORTS).content.decode()


# ---------------------------------------------------------------- lists
def test_deleting_an_import_removes_its_periods(office):
    send(office)
    office.post(f"{IMPORTS}delete/{CalendarImport.objects.get().pk}/")
    assert (kept(), CalendarImport.objects.count()) == ([], 0)


def writing(captured) -> list[str]:
    """What was asked of the table of periods."""
    return [query["sql"].split(" ")[0] for query in captured if "workshops_calendarconstraint" in query["sql"]]


def many_periods(name: str, count: int) -> CalendarImport:
    periods = [Period(f"Jour {n}", date(2027, 1, 1), date(2027, 1, 1), external_id=str(n)) for n in range(count)]
    return import_calendar(name, Reading(periods), by=organiser())


@pytest.mark.parametrize("count", [3, 3000])
def test_thousands_of_periods_are_deleted_by_one_query(office, count):
    """With their import, or replaced by the next: none is loaded, and nothing is asked about each."""
    brought = many_periods("REP 2027", count)
    with CaptureQueriesContext(connection) as captured:
        many_periods("REP 2027", 1)
    assert writing(captured) == ["DELETE", "INSERT"]
    many_periods("REP 2027", count)
    with CaptureQueriesContext(connection) as captured:
        office.post(f"{IMPORTS}delete/{brought.pk}/")
    assert (writing(captured), kept(), len(captured) < 40) == (["DELETE"], [], True)


def test_periods_of_the_list_are_deleted_together(office):
    """With the box that takes all of a list: as many queries for thirty as for three."""
    counts = []
    for count in (3, 30):
        many_periods("REP 2027", count)
        with CaptureQueriesContext(connection) as captured:
            office.post("/admin/bulk/workshops/calendarconstraint/delete/?id=all")
        counts.append(writing(captured).count("DELETE"))
    assert (kept(), counts) == ([], [1, 1])


def test_lists_speak_french_and_are_in_the_menu(office):
    send(office)
    html = office.get(CONSTRAINTS).content.decode()
    for words in ("Contraintes de calendrier", "Ajouter une contrainte", "Événement extérieur", "REP 2027"):
        assert words in html
    html = office.get(IMPORTS).content.decode()
    for words in ("Imports de calendriers", "Importer un calendrier", "Dates apportées"):
        assert words in html


def test_days_of_the_list_are_days(office):
    """Wagtail counts from now: «il y a 0 minute» for whatever is to come."""
    send(office)
    html = office.get(CONSTRAINTS).content.decode()
    assert [words in html for words in ("17 mars 2027", "19 mars 2027", "0 minute")] == [True, True, False]


def test_constraints_are_searched_and_filtered(office):
    send(office, "REP;17/03/2027;;Rennes\nAutre;18/03/2027")
    titles = [
        [row.title for row in office.get(CONSTRAINTS + query).context["object_list"]]
        for query in ("", "?q=rennes", "?kind=reserve", f"?imported={CalendarImport.objects.get().pk}")
    ]
    assert titles == [["REP", "Autre"], ["REP"], [], ["REP", "Autre"]]


def test_constraint_is_entered_by_hand_and_its_days_are_checked(office):
    typed = {"title": "Réserve", "kind": "reserve", "first_day": "2027-06-30", "last_day": "2027-01-01"}
    answer = office.post(f"{CONSTRAINTS}add/", typed)
    assert "La fin est avant le début." in answer.content.decode()
    office.post(f"{CONSTRAINTS}add/", {**typed, "last_day": "2027-07-02"})
    assert kept() == [("Réserve", date(2027, 6, 30), date(2027, 7, 2), "reserve", None)]


@pytest.mark.parametrize("path", [IMPORTS, CONSTRAINTS])
def test_list_queries_do_not_grow(office, path):
    person = organiser()

    def add() -> None:
        reading = read_calendar(b"REP;17/03/2027\nAutre;18/03/2027", today=date(2026, 11, 22))
        import_calendar(f"REP {CalendarImport.objects.count()}", reading, by=person)

    first, *others = query_counts(office, path, add)
    assert others == [first, first]
