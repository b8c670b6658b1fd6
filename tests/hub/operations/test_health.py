"""How the site is: one word for machines, a table for who organises, the same on their home."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.core.site_state import TICK, note, noted
from hub.mail.enums import MailState
from hub.mail.ticking import tick
from hub.operations.health import lines
from hub.operations.panels import HealthPanel
from tests.factories.casestudies import source
from tests.factories.mails import outgoing
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


def keys(*, are_well: bool) -> list[str]:
    return [line.key for line in lines(timezone.now()) if line.is_well is are_well]


def test_health_costs_one_query_and_sets_no_cookie(client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/sante/")
    assert (response.status_code, response.content, len(queries)) == (200, b"ok\n", 1)
    assert (response.cookies, "no-store" in response["Cache-Control"]) == ({}, True)


@pytest.mark.django_db(transaction=True)
def test_health_is_503_when_the_database_is_away(client):
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict.update({"NAME": "/nowhere/db.sqlite3", "HOST": "/nowhere"})
    try:
        response = client.get("/sante/")
    finally:
        connection.close()
        connection.settings_dict.update(known)
    assert (response.status_code, response.content) == (503, b"indisponible\n")


def test_new_site_has_its_timers_to_start():
    assert keys(are_well=False) == ["tick", "backup", "restore_test"]


def test_pass_of_timed_work_leaves_its_note():
    tick(timezone.now())
    assert ("tick" in keys(are_well=True), noted(TICK)["failures"]) == (True, [])


def test_failed_job_is_named():
    note(TICK, {"at": timezone.now().isoformat(), "failures": ["rappels"]})
    (line,) = [line for line in lines(timezone.now()) if line.key == "jobs"]
    assert line.known == "En échec à la dernière passe : rappels."


@pytest.mark.parametrize(("minutes", "is_well"), [(15, True), (16, False)])
def test_tick_is_silent_after_a_quarter_of_an_hour(minutes, is_well):
    now = timezone.now()
    note(TICK, {"at": (now - timedelta(minutes=minutes)).isoformat()})
    (line,) = [line for line in lines(now) if line.key == "tick"]
    assert line.is_well is is_well


@pytest.mark.parametrize("text", ["", "[]", "{", '{"at": "hier"}', '{"at": "2027-01-01T00:00:00"}'])
def test_spoilt_note_counts_as_none(settings, text):
    settings.OPERATIONS_DIR.mkdir()
    (settings.OPERATIONS_DIR / "passe.json").write_text(text)
    assert "tick" in keys(are_well=False)


def test_dead_source_and_late_mail_are_lines_to_do():
    source(dead_since=timezone.localdate())
    outgoing(created_at=timezone.now() - timedelta(hours=2))
    assert set(keys(are_well=False)) >= {"sources", "mail"}


def test_details_show_the_table_to_who_organises(settings):
    home_page()
    client = Client()
    client.force_login(organiser("odile@exemple.fr"))
    page = client.get("/sante/details/").content.decode()
    assert "Trois choses à faire" in page
    assert page.count('class="due-mark"') == 3


def test_home_of_organisers_says_what_to_do_until_it_is_done():
    home_page()
    client = Client()
    client.force_login(organiser("odile@exemple.fr"))
    assert "Jamais faite : aucun message ne part." in client.get("/admin/").content.decode()
    tick(timezone.now())
    assert "Jamais faite" not in client.get("/admin/").content.decode()


def test_home_says_nothing_where_one_develops(rf, settings):
    settings.SHOW_MAILS = True
    assert HealthPanel(rf.get("/admin/")).to_do == []


def test_failed_mail_leads_to_the_messages():
    outgoing(state=MailState.FAILED)
    (line,) = [line for line in lines(timezone.now()) if line.key == "mail"]
    assert (line.known, line.address) == ("1 message en échec.", "/admin/messages/?state=failed")


def test_details_ask_for_the_second_factor_and_are_closed_to_others(settings):
    home_page()
    settings.ADMIN_REQUIRES_SECOND_FACTOR = True
    where = []
    for person in (None, member("marie@exemple.fr"), organiser("odile@exemple.fr")):
        client = Client()
        if person is not None:
            client.force_login(person)
        response = client.get("/sante/details/")
        where.append((response.status_code, response["Location"].partition("?")[0]))
    assert where == [(302, "/connexion/acces/"), (302, "/connexion/acces/"), (302, "/compte/second-facteur/")]
