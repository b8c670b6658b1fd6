"""The conflict radar: what it says, how it knows, what it admits not to know."""

from datetime import UTC, date, datetime

import holidays
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.core.dates.when import When
from tests.factories.conflicts import constraint, planned, reasons
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority, partner, workshop
from workshops.conflicts import holiday_calendars as calendars
from workshops.conflicts.radar import Kind, look
from workshops.models import CalendarImport, OutsideEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


def gaps(page) -> list[tuple[str, str]]:
    return [(gap.subject, gap.reason) for gap in look(page).unverified]


# ---------------------------------------------------------------- public holidays and week-ends
def test_ordinary_day_has_nothing_to_say():
    page = planned("2027-03-18T14:00/2027-03-18T16:00", "76")
    radar = look(page)
    assert (radar.cautions, radar.unverified, radar.unlisted) == ([], [], 0)
    assert [line.split(" (")[0] for line in radar.checked] == [
        "Jours fériés légaux",
        "Éducation nationale, calendrier scolaire jusqu’au 31 août 2028",
        "Agenda du site : ateliers, événements, périodes saisies et importées",
    ]


def test_public_holiday_says_its_source_and_version():
    caution = look(planned("2027-11-11", "76")).cautions[0]
    assert (caution.title, caution.kind, caution.first_day) == ("Armistice", Kind.PUBLIC, date(2027, 11, 11))
    assert caution.reason == "Le jeudi 11 novembre 2027 est férié : Armistice."
    assert (caution.source, caution.data) == ("Jours fériés légaux", f"paquet holidays {holidays.__version__}")


@pytest.mark.parametrize(
    ("day", "department", "sentence"),
    [
        ("2027-03-26", "57", "Le vendredi 26 mars 2027 est férié en Moselle, pour Lieu 57 : Vendredi saint."),
        ("2028-12-26", "67", "Le mardi 26 décembre 2028 est férié en Alsace, pour Lieu 67 : Saint-Étienne."),
        ("2028-12-26", "68", "Le mardi 26 décembre 2028 est férié en Alsace, pour Lieu 68 : Saint-Étienne."),
        ("2027-05-27", "971", "Le jeudi 27 mai 2027 est férié (Guadeloupe), pour Lieu 971 : Abolition de l’esclavage."),
        ("2028-05-22", "972", "Le lundi 22 mai 2028 est férié (Martinique), pour Lieu 972 : Abolition de l’esclavage."),
        ("2027-06-10", "973", "Le jeudi 10 juin 2027 est férié (Guyane), pour Lieu 973 : Abolition de l’esclavage."),
        (
            "2027-12-20",
            "974",
            "Le lundi 20 décembre 2027 est férié (La Réunion), pour Lieu 974 : Abolition de l’esclavage.",
        ),
        ("2027-04-27", "976", "Le mardi 27 avril 2027 est férié (Mayotte), pour Lieu 976 : Abolition de l’esclavage."),
        (
            "2028-10-09",
            "977",
            "Le lundi 9 octobre 2028 est férié (Saint-Barthélemy), pour Lieu 977 : Abolition de l’esclavage.",
        ),
        (
            "2027-05-28",
            "978",
            "Le vendredi 28 mai 2027 est férié (Saint-Martin), pour Lieu 978 : Abolition de l’esclavage.",
        ),
    ],
)
def test_local_holidays_of_partners(day, department, sentence):
    assert reasons(planned(day, department), Kind.PUBLIC) == [sentence]
    assert reasons(planned(day, "76"), Kind.PUBLIC) == []


def test_holiday_of_a_partner_abroad():
    page = workshop("2027-07-21")
    partner(page, authority("Bruxelles", country="BE"))
    assert reasons(page, Kind.PUBLIC) == [
        "Le mercredi 21 juillet 2027 est férié dans le pays de la collectivité (code BE), pour Bruxelles :"
        " Fête nationale."
    ]
    assert gaps(page) == [("Vacances scolaires et jours fériés régionaux", "Bruxelles : hors de France")]


def test_holiday_of_a_territory_is_not_said_twice():
    assert reasons(planned("2027-05-06", "67", "68", "57"), Kind.PUBLIC) == [
        "Le jeudi 6 mai 2027 est férié : Ascension."
    ]


def test_weekend_days_are_said():
    assert reasons(planned("2027-03-20", "76"), Kind.WEEKEND) == ["Le samedi 20 mars 2027 tombe un week-end."]
    assert reasons(planned("2027-03-19/2027-03-21", "76"), Kind.WEEKEND) == [
        "2 jours sur 3 tombent un week-end, à partir du samedi 20 mars 2027."
    ]
    assert reasons(planned("2027-03", "76"), Kind.WEEKEND) == []


# ---------------------------------------------------------------- school holidays
def test_school_holidays_follow_the_zone_of_each_partner():
    page = planned("2027-02-10", "75", "31", "76", "69")
    caution = look(page).cautions[0]
    assert reasons(page) == ["Vacances d’hiver de la zone C (Lieu 31, Lieu 75), du 6 au 21 février 2027."]
    assert (caution.source, caution.data) == (
        "Éducation nationale, calendrier scolaire 2026-2027",
        calendars.SCHOOL_DATA,
    )


def test_zones_on_the_same_days_share_a_line():
    assert reasons(planned("2026-12-22", "75", "76", "69")) == [
        "Vacances de Noël des zones A, B et C (Lieu 69, Lieu 76, Lieu 75), du 19 décembre 2026 au 3 janvier 2027."
    ]


def test_month_says_how_much_of_it_is_taken():
    assert reasons(planned("2027-02", "31")) == [
        "Vacances d’hiver de la zone C (Lieu 31), du 6 au 21 février 2027 : 16 des 28 jours de février."
    ]


def test_month_leaves_out_what_takes_little_of_it():
    """All Saints' holidays 2026 end on 1 November."""
    page = planned("2026-11", "31")
    assert reasons(page, Kind.SCHOOL) == []
    assert reasons(page, Kind.PUBLIC) == [
        "2 jours fériés : dimanche 1er novembre 2026 (Toussaint), mercredi 11 novembre 2026 (Armistice)."
    ]
    assert reasons(planned("2026-11-01", "31"), Kind.SCHOOL) == [
        "Vacances de la Toussaint de la zone C (Lieu 31), du 17 octobre au 1er novembre 2026."
    ]


def test_each_of_several_months_is_checked_and_the_ones_between_are_not():
    constraint("Octobre", "2027-10-10")
    constraint("Novembre", "2027-11-10")
    assert reasons(planned("2027-09|2027-11", "31")) == [
        "Vacances de la Toussaint de la zone C (Lieu 31), du 23 octobre au 7 novembre 2027"
        " : 7 des 30 jours de novembre.",
        "2 jours fériés : lundi 1er novembre 2027 (Toussaint), jeudi 11 novembre 2027 (Armistice).",
        "« Novembre », le 10 novembre 2027 : 1 des 30 jours de novembre.",
    ]


@pytest.mark.parametrize(
    ("department", "zone"),
    [
        *[(code, "A") for code in ("25", "69", "69M", "33")],
        *[(code, "B") for code in ("76", "57", "6AE", "13")],
        *[(code, "C") for code in ("31", "34", "75", "93")],
        *[(code, "") for code in ("2A", "2b", "974", "", "ZZZ")],
    ],
)
def test_zone_of_a_department(department, zone):
    assert calendars.school_zone(department) == zone


def test_every_department_of_the_mainland_has_one_zone():
    codes = [code for codes in calendars.ZONES.values() for code in codes.split()]
    mainland = {f"{number:02d}" for number in range(1, 96)} - {"20"}
    assert sorted(codes) == sorted({*mainland, "6AE"})


def test_two_packages_agree_on_school_holidays():
    """The open data and the rules of another package, apart from Ascension and the edges of summer."""
    first, last = date(2026, 9, 2), date(2028, 7, 3)
    for zone in calendars.ZONES:
        ours = {
            (period.first, period.last)
            for period in calendars.school_periods(zone, first, last)
            if period.first >= first and "Ascension" not in period.name and "été" not in period.name
        }
        days = holidays.France(subdiv=f"Zone {zone}", years=range(2026, 2029), categories=("school",), language="fr")
        theirs = {day for day, name in days.items() if "Ascension" not in name and "été" not in name}
        assert {day for day in theirs if first <= day <= last} == {
            date.fromordinal(number) for start, end in ours for number in range(start.toordinal(), end.toordinal() + 1)
        }


# ---------------------------------------------------------------- what is not known
@pytest.mark.parametrize(
    ("when", "fields", "expected"),
    [
        (
            "2027-03-18",
            {"department_code": ""},
            (
                "Vacances scolaires et jours fériés locaux",
                "le département n’est pas renseigné pour Rouen",
            ),
        ),
        (
            "2027-03-18",
            {"department_code": "2A"},
            ("Vacances scolaires", "Rouen : l’académie n’a pas de zone A, B ou C (Corse, outre-mer)"),
        ),
        (
            "2030-03-18",
            {"department_code": "76"},
            ("Vacances scolaires", "les calendriers connus s’arrêtent au 31 août 2028"),
        ),
        ("2150-03", {"department_code": "76"}, ("Jours fériés", "les données s’arrêtent au 31 décembre 2100")),
        ("2027-03", {"country": "ZZ"}, ("Jours fériés", "le pays est inconnu des données pour Rouen")),
        ("2027", {"department_code": "76"}, ("Tout", "la date est trop large ; indiquez au moins le mois")),
        ("2027-01/2027-06", {}, ("Tout", "la date est trop large ; indiquez au moins le mois")),
    ],
)
def test_what_the_data_do_not_cover_is_said(when, fields, expected):
    page = workshop(when)
    partner(page, authority(**fields))
    assert gaps(page)[-1] == expected


def test_without_partner_no_zone_is_checked():
    assert gaps(workshop("2027-02-10")) == [("Vacances scolaires", "aucune collectivité partenaire n’indique de zone")]


def test_partner_who_withdrew_does_not_count():
    page = workshop("2027-02-10")
    partner(page, authority(department_code="31"), "withdrawn")
    assert reasons(page) == []


def test_nothing_is_checked_without_a_date():
    radar = look(planned("", "31"))
    assert (radar.cautions, radar.unverified, radar.is_checked) == ([], [], False)


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31", "9999-12", "0001|0002", "1850-02"])
def test_dates_at_the_edge_of_time_are_read(when):
    if "|" in when:
        when = "0001-01|0001-02"
    assert look(planned(when, "31", "971")).is_checked


# ---------------------------------------------------------------- what the site knows
def test_other_workshops_of_the_same_days_whether_published_or_not():
    workshop("2027-03-18", title="Publié", certainty="confirmed")
    workshop("2027-03-17/2027-03-18", title="Brouillon", live=False)
    workshop("2027-03", title="Vague")
    workshop("2027", title="Trop vague")
    workshop("2027-03-18", title="Annulé", certainty="cancelled")
    workshop("2027-03-19", title="Lendemain")
    assert reasons(planned("2027-03-18T09:00/2027-03-18T10:00", "76"), Kind.WORKSHOP) == [
        "« Vague » : Mars 2027, jour à préciser (proposé).",
        "« Brouillon » : 17–18 mars 2027 (proposé, pas encore publié).",
        "« Publié » : 18 mars 2027 (confirmé).",
    ]


def test_date_in_the_draft_of_a_published_workshop():
    other = workshop("2027-05-12", title="Déplacé")
    other.when = When.parse("2027-03-18")
    other.save_revision()
    page = planned("2027-03-18", "76")
    assert reasons(page) == ["« Déplacé » : 18 mars 2027 (proposé, date du brouillon)."]


def test_workshop_and_its_fallback_may_share_a_date():
    page = planned("2027-03-18", "76")
    fallback = workshop("2027-03-18", title="Repli", fallback_for=page)
    assert (reasons(page), reasons(fallback)) == ([], [])


def test_outside_events_but_not_the_host():
    host = OutsideEvent.objects.create(name="Hôte", slug="hote", when=When.parse("2027-03-18"))
    OutsideEvent.objects.create(name="REP", slug="rep", edition="2027", when=When.parse("2027-03-17/2027-03-19"))
    OutsideEvent.objects.create(name="Ailleurs", slug="ailleurs", when=When.parse("2027-04"))
    OutsideEvent.objects.create(name="Sans date", slug="sans-date")
    page = planned("2027-03-18", "76", host_event=host)
    assert reasons(page) == ["« REP, 2027 » : 17–19 mars 2027."]


def test_periods_entered_and_imported_say_where_they_come_from():
    brought = CalendarImport.objects.create(name="REP 2027")
    CalendarImport.objects.update(imported_at=datetime(2026, 11, 2, 23, 30, tzinfo=UTC))
    constraint("Rencontres", "2027-03-17", "2027-03-19", imported=brought, external_id="1", place="Rennes")
    constraint("Réserve", "2027-01-01", "2027-06-30", kind="reserve", origin="Décret du 3 novembre 2026")
    constraint("Saisi")
    constraint("Veille", "2027-03-17")
    cautions = look(planned("2027-03-18", "76")).cautions
    assert [(caution.kind, caution.reason, caution.source, caution.data) for caution in cautions] == [
        (
            "Période de réserve électorale",
            "« Réserve », du 1er janvier au 30 juin 2027.",
            "Décret du 3 novembre 2026",
            "",
        ),
        (
            "Événement extérieur",
            "« Rencontres », du 17 au 19 mars 2027, Rennes.",
            "Import « REP 2027 »",
            "importé le 3 novembre 2026",
        ),
        ("Événement extérieur", "« Saisi », le 18 mars 2027.", "Saisi par l’organisation", ""),
    ]


def test_many_periods_are_counted_and_the_reserve_is_never_lost():
    for number in range(40):
        constraint(f"Événement {number}", "2027-03-10")
    constraint("Réserve", "2027-03-20", "2027-03-31", kind="reserve")
    radar = look(planned("2027-03", "76"))
    listed = [caution for caution in radar.cautions if caution.kind not in (Kind.PUBLIC, Kind.SCHOOL)]
    assert (len(listed), radar.unlisted) == (12, 29)
    assert [c.reason for c in radar.cautions if c.kind == "Période de réserve électorale"] == [
        "« Réserve », du 20 au 31 mars 2027 : 12 des 31 jours de mars."
    ]


def test_queries_do_not_grow():
    page = planned("2027-03-18", "76")
    counts = []
    for size in (1, 3, 30):
        for number in range(size):
            other = workshop("2027-03-18")
            other.when = When.parse("2027-03-17/2027-03-18")
            other.save_revision()
            partner(page, authority(f"Lieu {size} {number}", department_code="31"))
            OutsideEvent.objects.create(name="E", slug=f"e-{size}-{number}", when=When.parse("2027-03-18"))
            constraint(imported=CalendarImport.objects.create(name=f"{size} {number}"), external_id="1")
        draft = page.save_revision() and page.get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as captured:
            look(draft)
        counts.append(len(captured))
    assert counts == [5, 5, 5]


# ---------------------------------------------------------------- beside the date, in the administration
@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def test_panel_shows_the_saved_draft(office):
    page = planned("2027-05", "31", title="Atelier")
    page.when = When.parse("2027-05-06")
    page.save_revision()
    html = office.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for words in ("Pour la date enregistrée\u202f: 6\u00a0mai", "<strong>Jour férié.</strong>", "paquet holidays"):
        assert words in html


def test_panel_escapes_what_was_imported(office):
    constraint("<script>alert(1)</script>")
    page = planned("2027-03-18", "76")
    html = office.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_panel_of_a_new_workshop_says_what_to_do(office):
    parent = planned("2027-03-18", "76").get_parent()
    html = office.get(f"/admin/pages/add/workshops/workshoppage/{parent.pk}/").content.decode()
    assert "Rien à vérifier tant que la date est à définir" in html


def test_panel_admits_what_it_does_not_know(office):
    page = planned("2030", "2A")
    html = office.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Tout\u202f: non vérifié." in html
