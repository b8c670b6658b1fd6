"""The numbers of the site for a machine that knows the token: read back by Prometheus's own parser."""

import math
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from hub.core.site_state import BACKUP, CLOSED, RESTORE_TEST, TICK, note
from hub.delivery.front import may_be_kept
from hub.mail.enums import MailState
from hub.operations.health import lines
from hub.operations.metrics import exposition
from tests.factories.casestudies import source
from tests.factories.mails import outgoing

pytestmark = pytest.mark.django_db
TOKEN = "jeton-des-mesures"  # noqa: S105 -- of these tests
ADDRESS = "/sante/mesures/"


def numbers(text: str) -> dict[str, float]:
    """Name without our prefix → value, of the gauges without label."""
    families = [*text_string_to_metric_families(text)]
    assert {family.type for family in families} == {"gauge"}
    assert [family.name for family in families if not family.documentation] == []
    found = [sample for family in families for sample in family.samples if not sample.labels]
    return {sample.name.removeprefix("agoratheque_"): sample.value for sample in found}


def things_to_do(text: str) -> set[str]:
    (family,) = [each for each in text_string_to_metric_families(text) if each.name == "agoratheque_to_do"]
    return {sample.labels["line"] for sample in family.samples if sample.value == 1}


def test_new_site_has_never_been_saved_and_has_nothing_late():
    found = numbers(exposition(timezone.now()))
    never = {name for name, value in found.items() if value == math.inf}
    zero = {name for name, value in found.items() if value == 0}
    assert never == {"tick_age_seconds", "backup_age_seconds", "restore_test_age_seconds"}
    assert zero == {"mail_waiting_age_seconds", "mail_failed", "sources_dead"}
    assert (found["database_up"], 0 < found["disk_free_bytes"] < found["disk_size_bytes"]) == (1, True)


def test_database_closed_to_writes_answers():
    note(CLOSED, {"at": timezone.now().isoformat()})
    text = exposition(timezone.now())
    assert (numbers(text)["database_up"], "database" in things_to_do(text)) == (1, True)


def test_each_number_is_that_of_the_table(tmp_path):
    now = timezone.now()
    (tmp_path / "hier.tar").touch()
    note(TICK, {"at": (now - timedelta(seconds=40)).isoformat()})
    note(BACKUP, {"at": (now - timedelta(hours=3)).isoformat(), "path": str(tmp_path / "hier.tar")})
    note(RESTORE_TEST, {"at": (now - timedelta(days=2)).isoformat(), "wrong": ""})
    source(dead_since=timezone.localdate())
    outgoing(created_at=now - timedelta(hours=2))
    outgoing(state=MailState.FAILED)
    found = numbers(exposition(now))
    names = ("tick_age_seconds", "backup_age_seconds", "restore_test_age_seconds", "mail_waiting_age_seconds")
    assert [found[name] for name in names] == [40, 3 * 3600, 2 * 86400, 2 * 3600]
    assert (found["mail_failed"], found["sources_dead"]) == (1, 1)


def test_table_says_the_same_of_what_is_to_be_done():
    outgoing(state=MailState.FAILED)
    now = timezone.now()
    assert things_to_do(exposition(now)) == {line.key for line in lines(now) if not line.is_well}


def test_lost_backup_and_failed_test_count_as_none(tmp_path):
    now = timezone.now()
    note(BACKUP, {"at": now.isoformat(), "path": str(tmp_path / "disparue.tar")})
    note(RESTORE_TEST, {"at": now.isoformat(), "wrong": "Ce fichier est incomplet."})
    found = numbers(exposition(now))
    assert (found["backup_age_seconds"], found["restore_test_age_seconds"]) == (math.inf, math.inf)


@pytest.mark.django_db(transaction=True)
def test_numbers_come_without_the_database(client, settings):
    settings.METRICS_TOKEN = TOKEN
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict.update({"NAME": "/nowhere/db.sqlite3", "HOST": "/nowhere"})
    try:
        response = client.get(ADDRESS, headers={"authorization": f"Bearer {TOKEN}"})
    finally:
        connection.close()
        connection.settings_dict.update(known)
    found = numbers(response.content.decode())
    assert (response.status_code, found["database_up"], "mail_failed" in found) == (200, 0, False)
    assert "database" in things_to_do(response.content.decode())


def test_numbers_are_for_who_knows_the_token(client, settings):
    settings.METRICS_TOKEN = TOKEN
    response = client.get(ADDRESS, headers={"authorization": f"bearer {TOKEN}"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert (response.cookies, "no-store" in response["Cache-Control"], response.get("Vary", "")) == ({}, True, "")
    assert may_be_kept("200 OK", list(response.items()), "http://testserver") is False


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({}, ""),
        ({"authorization": ""}, ""),
        ({"authorization": f"Bearer {TOKEN}x"}, ""),
        ({"authorization": f"Bearer  {TOKEN}"}, ""),
        ({"authorization": "Bearer"}, ""),
        ({"authorization": f"Basic {TOKEN}"}, ""),
        ({"authorization": "Bearer é"}, ""),
        ({"authorization": TOKEN}, ""),
        ({}, f"?token={TOKEN}"),
    ],
)
def test_numbers_are_nowhere_for_anybody_else(client, settings, headers, query):
    settings.METRICS_TOKEN = TOKEN
    assert client.get(ADDRESS + query, headers=headers).status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "bearer  "])
def test_without_a_token_the_address_does_not_exist(client, header):
    assert client.get(ADDRESS, headers={"authorization": header}).status_code == 404


def test_numbers_name_nobody(client, settings):
    """Neither an address nor the text of a fault: numbers only."""
    outgoing(state=MailState.FAILED, to="marie@exemple.fr")
    text = exposition(timezone.now())
    assert [word for word in ("@", "marie", str(settings.VAR_DIR)) if word in text] == []
