"""Reading calendars that others wrote: what is kept, what is left out and why."""

import tracemalloc
from datetime import date

import pytest

from tests.factories.calendars import calendar, days, lines, read, refusal
from workshops.conflicts.importing import MAX_BYTES


# ---------------------------------------------------------------- single events
def test_event_gives_a_period_and_a_line():
    event = (
        "UID:a@x\nSUMMARY:Rencontres\\, été\nLOCATION:Rennes\nURL:https://rep.example/é\nDTSTART;VALUE=DATE:20270317"
    )
    reading = read(calendar(f"{event}\nDTEND;VALUE=DATE:20270320"))
    assert [vars(period) for period in reading.periods] == [
        {
            "title": "Rencontres, été",
            "first_day": date(2027, 3, 17),
            "last_day": date(2027, 3, 19),
            "place": "Rennes",
            "url": "https://rep.example/é",
            "external_id": "a@x",
            "starts": None,
            "ends": None,
        }
    ]
    assert reading.report == [("Rencontres, été", "importé : du 17 mars 2027 au 19 mars 2027", True)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DTSTART;VALUE=DATE:20270317", ("2027-03-17", "2027-03-17")),
        ("DTSTART:20270317", ("2027-03-17", "2027-03-17")),
        ("DTSTART;VALUE=DATE:20270317\nDTEND;VALUE=DATE:20270317", ("2027-03-17", "2027-03-17")),
        ("DTSTART;VALUE=DATE:20270317\nDURATION:P3D", ("2027-03-17", "2027-03-19")),
        ("DTSTART;TZID=Europe/Paris:20270317T140000", ("2027-03-17", "2027-03-17")),
        ("DTSTART;TZID=Europe/Paris:20270317T140000\nDTEND:20270317T230000Z", ("2027-03-17", "2027-03-17")),
        ("DTSTART;TZID=Europe/Paris:20270317T140000\nDTEND:20270317T230100Z", ("2027-03-17", "2027-03-18")),
        ("DTSTART:20270317T233000Z\nDURATION:PT1H", ("2027-03-18", "2027-03-18")),
        ("DTSTART;TZID=America/Montreal:20270317T200000", ("2027-03-18", "2027-03-18")),
        ("DTSTART;TZID=Romance Standard Time:20270317T233000", ("2027-03-17", "2027-03-17")),
        ("DTSTART:20270317T233000\nDTEND:20270318T010000", ("2027-03-17", "2027-03-18")),
        ("dtstart:20270317T100000\ndtend;value=date:20270319", ("2027-03-17", "2027-03-18")),
    ],
)  # fmt: skip
def test_days_taken_in_paris(written, expected):
    assert days(read(calendar(f"SUMMARY:X\n{written}"))) == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DTSTART;VALUE=DATE:20270317", (None, None)),
        ("DTSTART:20270317T140000Z\nDURATION:PT2H", ("15:00", "17:00")),
        ("DTSTART:20270717T140000Z\nDURATION:PT2H", ("16:00", "18:00")),
        ("DTSTART;TZID=America/Montreal:20270317T090000\nDTEND:20270317T143000Z", ("14:00", "15:30")),
        ("DTSTART:20270317T140000", ("14:00", None)),
        ("DTSTART:20270317T220000\nDTEND:20270318T000000", ("22:00", "00:00")),
        ("DTSTART:20270317T000000\nDTEND:20270318T000000", (None, None)),
        ("DTSTART:20270317T140000\nDURATION:PT1H\nRDATE;VALUE=DATE:20270318", ("14:00", "15:00")),
    ],
)  # fmt: skip
def test_hours_are_those_of_paris(written, expected):
    found = read(calendar(f"SUMMARY:X\n{written}")).periods[-1]
    assert tuple(hour and hour.isoformat("minutes") for hour in (found.starts, found.ends)) == expected


def test_unknown_time_zone_is_said():
    reading = read(calendar("SUMMARY:X\nDTSTART;TZID=Mars/Phobos:20270317T233000"))
    assert (days(reading), lines(reading)) == (
        [("2027-03-17", "2027-03-17")],
        ["importé : le 17 mars 2027 (fuseau « Mars/Phobos » inconnu : jour pris comme il est écrit)"],
    )


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("SUMMARY:X", "sans date"),
        ("DTSTART:2027-xx", "la date est illisible"),
        ("DTSTART:20270230", "la date est illisible"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "la date est hors des années possibles"),
        ("DTSTART:20270317\nSTATUS:CANCELLED", "annulé"),
        ("DTSTART:20261121", "déjà passé, le 21 novembre 2026"),
    ],
)
def test_what_is_left_out_says_why(event, why):
    reading = read(calendar(event, "SUMMARY:Bon\nDTSTART:20270317"))
    assert [period.title for period in reading.periods] == ["Bon"]
    assert lines(reading) == [f"laissé de côté : {why}", "importé : le 17 mars 2027"]


@pytest.mark.parametrize(
    ("event", "remark"),
    [
        ("DTSTART:20270317\nDTSTART:20270318", "plusieurs dates de début : la première est gardée"),
        ("DTSTART:20270317\nDTEND:n’importe quoi", "fin illisible : seul le premier jour est gardé"),
        ("DTSTART:20270317\nDTEND:20270231", "fin illisible : seul le premier jour est gardé"),
        ("DTSTART:20270317\nDURATION:longtemps", "durée illisible : seul le premier jour est gardé"),
        ("DTSTART:20270317\nDTEND:20270301", "la fin est avant le début : seul le premier jour est gardé"),
        (
            "DTSTART:20270317T140000\nDTEND:20270317T130000",
            "la fin est avant le début : seul le premier jour est gardé",
        ),
        ("DTSTART:20270317\nDURATION:-P3D", "la fin est avant le début : seul le premier jour est gardé"),
        (
            "DTSTART:20270317\nDURATION:P99999999D",
            "la fin est hors des années possibles : seul le premier jour est gardé",
        ),
        ("DTSTART:20270317\nSEQUENCE:abc", "numéro de version illisible"),
        ("DTSTART:20270317\nRDATE:hier", "des dates ajoutées sont illisibles"),
        ("DTSTART:20270317\nEXDATE:hier", "des dates retirées sont illisibles"),
        ("DTSTART:20270317\nRECURRENCE-ID:hier", "date remplacée illisible : gardé comme un événement à part"),
    ],
)
def test_broken_property_costs_itself_and_a_remark(event, remark):
    reading = read(calendar(event))
    assert days(reading) == [("2027-03-17", "2027-03-17")]
    assert lines(reading) == [f"importé : le 17 mars 2027 ({remark})"]


def test_event_of_today_is_kept():
    assert days(read(calendar("DTSTART:20261120\nDTEND:20261123"))) == [("2026-11-20", "2026-11-22")]


def test_titles_are_cleaned_and_cut():
    reading = read(
        calendar("SUMMARY:A\x00\x07\u2028B\\n C\\;\nDTSTART:20270317", f"SUMMARY:{'é' * 300}\nDTSTART:20270318")
    )
    assert [period.title for period in reading.periods] == ["AB C;", "é" * 199 + "…"]


def test_event_without_title_or_with_a_dangerous_address():
    reading = read(calendar("SUMMARY:\nURL:javascript:alert(1)\nDTSTART:20270317"))
    assert [(period.title, period.url) for period in reading.periods] == [("Sans titre", "")]


def test_same_identifier_on_the_same_day_is_kept_once():
    event = "UID:a\nSUMMARY:X\nDTSTART:20270317"
    reading = read(calendar(event, event, "UID:a\nSUMMARY:X\nDTSTART:20270318"))
    assert days(reading) == [("2027-03-17", "2027-03-17"), ("2027-03-18", "2027-03-18")]
    assert lines(reading)[1] == "laissé de côté : en double dans le fichier"


def test_identifiers_are_missing_or_far_too_long():
    reading = read(calendar("DTSTART:20270317", "DTSTART:20270317", f"UID:{'u' * 900}\nDTSTART:20270317"))
    assert [len(period.external_id) for period in reading.periods] == [18, 18, 64]


def test_broken_event_costs_only_its_own_line():
    cut = calendar("SUMMARY:Entier\nDTSTART:20270317")[: -len("END:VCALENDAR\r\n")]
    data = (
        cut
        + b"BEGIN:VEVENT\r\nSUMMARY:Imbriqu\xe9\r\nBEGIN:VEVENT\r\nDTSTART:20270318\r\nEND:VEVENT\r\n"
        + b"BEGIN:VEVENT\r\nDTST"
    )
    reading = read(data)
    assert days(reading) == [("2027-03-17", "2027-03-17"), ("2027-03-18", "2027-03-18")]
    assert lines(reading) == [
        "importé : le 17 mars 2027",
        "laissé de côté : cet événement est mal écrit ou coupé",
        "importé : le 18 mars 2027",
        "laissé de côté : cet événement est mal écrit ou coupé",
    ]


def test_alarms_and_unreadable_properties_do_not_disturb():
    alarm = "BEGIN:VALARM\nDURATION:P99D\nTRIGGER:x\nEND:VALARM"
    event = f'SUMMARY:X\nDTSTART:20270317\nX-BROKEN;;;=\nATTENDEE;CN="a:b\n{alarm}'
    assert days(read(calendar(event))) == [("2027-03-17", "2027-03-17")]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_line_ends(newline):
    event = calendar("SUMMARY:Une longue\n  ligne\nDTSTART:20270317", newline=newline)
    assert [period.title for period in read(event).periods] == ["Une longue ligne"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9"),
    ],
)
def test_encodings(encode):
    text = calendar("SUMMARY:Été à Nîmes\nDTSTART:20270317").decode()
    assert [period.title for period in read(encode(text)).periods] == ["Été à Nîmes"]


# ---------------------------------------------------------------- whole files
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (b" \r\n\t", "Ce fichier est vide."),
        (b"x" * (MAX_BYTES + 1), "Ce fichier dépasse 2 Mo."),
        (
            b"<!doctype html><html>",
            "C’est une page web, pas un calendrier. Cherchez une adresse qui finit par « .ics ».",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "Ce n’est ni un calendrier .ics, ni un tableau CSV de colonnes titre ; du ; au ; lieu ; adresse.",
        ),
        (
            b"titre;fin\nX;2027",
            "Il manque la colonne « du ». Les colonnes sont : titre ; du ; au ; lieu ; adresse.",
        ),
        (b'titre;du\n"' + b"x" * 200_000, "Ce tableau CSV est mal écrit : un guillemet n’est pas fermé."),
        (b"titre;du\n" + b"x;1\n" * 10_001, "Ce tableau a plus de 10000 lignes. Importez-le en plusieurs fois."),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 10_001,
            "Ce calendrier a plus de 10000 événements. Importez-le en plusieurs fois.",
        ),
    ],
)
def test_files_that_are_refused(data, sentence):
    assert refusal(data) == sentence


def test_empty_calendar_is_a_calendar():
    assert (read(calendar()).periods, read(calendar()).report) == ([], [])


def test_too_many_dates_are_refused():
    events = [f"UID:{number}\nDTSTART:20270101\nRRULE:FREQ=DAILY" for number in range(51)]
    assert refusal(calendar(*events)) == "Ce calendrier donne plus de 10000 dates. Importez-le en plusieurs fois."


def many(count: int) -> bytes:
    event = "UID:{0}@x\nSUMMARY:Rencontre {0}\nDTSTART:2027{1:02d}17\nLOCATION:Rouen"
    return calendar(*[event.format(number, number % 12 + 1) for number in range(count)])


def test_ten_thousand_events_are_read():
    assert len(read(many(10_000)).periods) == 10_000


def test_events_are_not_held_in_memory():
    """About a kilobyte each, where the parsed calendar takes 25."""
    data = many(1000)
    tracemalloc.start()
    read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


# ---------------------------------------------------------------- CSV
def test_csv_with_its_header():
    data = "titre;du;au;lieu;adresse\nREP;17/03/2027;19/03/2027;Rennes;https://rep.example/\nUn jour;2027-04-01;;;\n"
    reading = read(data.encode("utf-8-sig"))
    assert [tuple(vars(period).values()) for period in reading.periods] == [
        ("REP", date(2027, 3, 17), date(2027, 3, 19), "Rennes", "https://rep.example/", "ligne 1", None, None),
        ("Un jour", date(2027, 4, 1), date(2027, 4, 1), "", "", "ligne 2", None, None),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"REP;17/03/2027;19/03/2027",
        b"REP,17/03/2027,19/03/2027",
        b"REP\t17/3/2027\t2027-03-19",
        b"\r\n;;\r\nREP;17/03/2027;19/03/2027\r\n\r\n",
        b"REP;17/03/2027;19/03/2027;;javascript:alert(1)",
        b'Au;DU;"Titre"\r19/03/2027;17/03/2027;REP\r',
        "REP;17/03/2027;19/03/2027".encode("utf-16"),
    ],
)
def test_csv_in_other_ways(data):
    reading = read(data)
    assert [(period.title, period.url) for period in reading.periods] == [("REP", "")]
    assert days(reading) == [("2027-03-17", "2027-03-19")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("REP", "sans date"),
        ("REP;juin 2027", "la date est illisible (écrivez 18/03/2027)"),
        ("REP;31/02/2027", "la date est illisible (écrivez 18/03/2027)"),
        ("REP;17/03/2027;01/03/2027", "la fin est avant le début"),
        ("REP;17/03/2020", "déjà passé, le 17 mars 2020"),
    ],
)
def test_csv_lines_that_are_left_out(line, why):
    assert lines(read(f"titre;du;au\n{line}\n".encode())) == [f"laissé de côté : {why}"]
