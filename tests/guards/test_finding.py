"""What looks for secrets, writes and addresses finds them: planted here, each is found."""

import io
import logging

import pytest
from django.core.mail import EmailMessage
from openpyxl import Workbook

from hub.core.private_links import random_token
from tests.factories.canaries import NOTE, PHONE
from tests.factories.casestudies import case_study
from tests.factories.organisers import member
from tests.harness.addresses import Address, NobodyCanFillError, filled
from tests.harness.dump import dump
from tests.harness.listening import listening
from tests.harness.parameters import Parameters
from tests.harness.spelled import spelled
from tests.harness.walk import noted_writes, shown
from tests.harness.whole_walk import kept_in, mailed_to


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append([f"Au {PHONE}"])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        f"<td>{PHONE}</td>".encode(),
        PHONE.replace(" ", "\u202f").encode(),
        PHONE.replace(" ", "&nbsp;").encode(),
        PHONE.replace(" ", "%20").encode(),
        f"DESCRIPTION:{PHONE[:7]}\r\n {PHONE[7:]}".encode(),
        workbook(),
    ],
)
def test_secret_is_found_however_it_is_written(content):
    assert shown({"telephone": PHONE}, spelled(content)) == {"telephone"}


def test_secret_told_to_somebody_else_is_found(mailoutbox, db):
    EmailMessage("Bonjour", f"https://exemple.fr/{PHONE}/", to=["autre@exemple.fr"]).send()
    assert mailed_to({"telephone": PHONE}) == {"telephone": {"autre@exemple.fr"}}


def test_secret_kept_in_a_version_or_in_the_search_is_found(db):
    case_study(practice_summary=f"Appelez le {PHONE}").save_revision()
    found = kept_in({"telephone": PHONE})["telephone"]
    assert {"wagtailcore_revision", "casestudies_casestudypage"} - found == set()


def test_secret_in_a_log_is_found_and_a_link_is_masked():
    link = random_token()
    with listening() as journal:
        logging.getLogger("casestudies").debug("%s, see /relecture/%s/", NOTE, link)
    text = "\n".join(journal.lines)
    assert (NOTE in text, link in text) == (True, False)


def test_parameter_that_nobody_can_fill_is_said():
    known = Parameters(common={"slug": "un-mot"}, below={"agenda/": {"pk": 7}})
    view = str
    assert filled(Address("glossaire/<slug:slug>/", view), known) == "/glossaire/un-mot/"
    assert filled(Address("agenda/<int:pk>/", view), known) == "/agenda/7/"
    for route in ("ateliers/<int:pk>/", r"documents/^(\d+)/$"):
        with pytest.raises(NobodyCanFillError):
            filled(Address(route, view), known)


def test_write_that_a_request_makes_is_noted(db):
    before = dump()
    with noted_writes() as tables:
        member()
    changed = {table for table, rows in dump().items() if rows != before[table]}
    assert changed - {"sqlite_sequence"} == tables
