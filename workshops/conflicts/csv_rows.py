"""Calendars written as CSV: a row an event."""

import csv
import io
import re
from datetime import date

from hub.core.validators import one_line
from workshops.conflicts.reading import MAX_EVENTS, Period, Reading, UnreadableCalendar, address_of, days_of, shown

COLUMNS = ("titre", "du", "au", "lieu", "adresse")


_FRENCH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_csv(text: str, *, today: date) -> Reading:
    """Lines of `titre;du;au;lieu;adresse`; the first line may name the columns, in any order."""
    lines = _csv_lines(text)
    header = [one_line(cell).casefold() for cell in lines[0]] if lines else []
    columns = dict(enumerate(COLUMNS))
    if "titre" in header:
        if "du" not in header:
            raise UnreadableCalendar(
                "Il manque la colonne « du ». Les colonnes sont : titre ; du ; au ; lieu ; adresse."
            )
        columns = {index: name for index, name in enumerate(header) if name in COLUMNS}
        lines = lines[1:]
    elif not any(len(line) > 1 for line in lines):
        raise UnreadableCalendar(
            "Ce n’est ni un calendrier .ics, ni un tableau CSV de colonnes titre ; du ; au ; lieu ; adresse."
        )
    if len(lines) > MAX_EVENTS:
        raise UnreadableCalendar(f"Ce tableau a plus de {MAX_EVENTS} lignes. Importez-le en plusieurs fois.")
    reading = Reading()
    for number, line in enumerate(lines, 1):
        _read_row(
            reading, {columns[index]: cell for index, cell in enumerate(line) if index in columns}, number, today=today
        )
    return reading


def _csv_lines(text: str) -> list[list[str]]:
    text = text.replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";", ",", "\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableCalendar("Ce tableau CSV est mal écrit : un guillemet n’est pas fermé.") from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _read_row(reading: Reading, row: dict[str, str], number: int, *, today: date) -> None:
    title = shown(row.get("titre", ""))
    try:
        first = _csv_day(row.get("du", ""))
        last = _csv_day(row["au"]) if row.get("au", "").strip() else first
    except ValueError as error:
        reading.leave_out(title, str(error))
        return
    period = Period(
        title, first, last, one_line(row.get("lieu", ""))[:160], address_of(row.get("adresse", "")), f"ligne {number}"
    )
    if last < first:
        reading.leave_out(title, "la fin est avant le début")
    elif last < today:
        reading.leave_out(title, f"déjà passé, {days_of(period)}")
    else:
        reading.keep(title, [period])


def _csv_day(text: str) -> date:
    """«18/03/2027» or «2027-03-18». Raises ValueError with a few words in French."""
    text = one_line(text)
    if not text:
        raise ValueError("sans date")
    if found := _FRENCH_DATE.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("la date est illisible (écrivez 18/03/2027)") from None
