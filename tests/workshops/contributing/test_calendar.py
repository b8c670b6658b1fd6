"""Who holds a workshop has it in their calendar, from their answer until it changes."""

import pytest

from hub.mail.models import OutgoingMail
from tests.factories.contributing import make_contributor
from tests.factories.workshops import workshop
from workshops.contributing.actions.own import answer_request
from workshops.contributing.enums import Standing
from workshops.contributing.links import join_url
from workshops.contributing.mails import contributors

pytestmark = pytest.mark.django_db
SLOT = "2099-03-18T14:00/2099-03-18T16:00"


def test_answers_put_the_workshop_into_the_calendar_and_take_it_out():
    page = workshop(SLOT, certainty="confirmed")
    row = make_contributor(page, standing=Standing.ASKED)
    for standing in (Standing.CONFIRMED, Standing.CONFIRMED, Standing.DECLINED):
        answer_request(row, standing)
    first, last = OutgoingMail.objects.filter(kind="contributor-answer").order_by("pk")
    assert (first.calendar_method, last.calendar_method) == ("REQUEST", "CANCEL")
    flat = first.calendar.replace("\r\n ", "")
    assert (join_url(row) in flat, f"mailto:{row.email}" in flat) == (True, True)


def test_who_never_confirmed_has_nothing_to_take_out():
    row = make_contributor(workshop(SLOT, certainty="confirmed"), standing=Standing.ASKED)
    answer_request(row, Standing.DECLINED)
    assert OutgoingMail.objects.get(kind="contributor-answer").calendar == ""


def test_decisions_change_the_calendar_of_who_confirmed_only():
    page = workshop(SLOT)
    sure = make_contributor(page, "sure@example.org", standing=Standing.CONFIRMED)
    make_contributor(page, "asked@example.org", standing=Standing.ASKED)
    assert {reader.email: reader.join_link for reader in contributors(page)} == {
        "sure@example.org": join_url(sure),
        "asked@example.org": "",
    }
