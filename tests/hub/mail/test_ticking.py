"""One pass of timed work, and passes for ever."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from hub.core import registries
from hub.mail import ticking
from hub.mail.models import DailyRun
from hub.mail.ticking import loop, tick
from tests.factories.mails import NOON, outgoing
from tests.factories.pages import home_page
from tests.factories.workshops import workshop
from tests.hub.mail.test_races import wait_until

ROOT = Path(__file__).resolve().parents[3]

#: What the apps have registered.
EVERYTHING = {**registries.jobs(), **registries.purges()}


@pytest.fixture
def tasks(monkeypatch) -> list[str]:
    """Registries with one job and one purge, which write their names here."""
    ran: list[str] = []

    def task(name: str, count: int):
        def run(now) -> int:
            ran.append(name)
            return count

        return run

    monkeypatch.setattr(registries, "_JOBS", {"rappels": task("rappels", 2)})
    monkeypatch.setattr(registries, "_PURGES", {"essai": task("essai", 3)})
    return ran


def broken(now) -> int:
    raise RuntimeError


@pytest.mark.django_db
def test_tick_does_everything_once_and_says_it_in_one_line(tasks, capsys):
    outgoing()
    call_command("tick")
    call_command("tick")
    assert capsys.readouterr().out.splitlines() == [
        "Courrier : 1 envoyé. Tâches : rappels (2), essai (3).",
        "Courrier : rien à envoyer. Tâches : rappels (2).",
    ]
    assert tasks == ["rappels", "essai", "rappels"]


@pytest.mark.parametrize("name", sorted(EVERYTHING))
@pytest.mark.django_db
def test_job_runs_twice_on_an_empty_site(name):
    now = timezone.now()
    for _ in range(2):
        assert isinstance(EVERYTHING[name](now), int)


@pytest.mark.django_db
def test_whole_tick_succeeds_twice_and_speaks_french():
    reports = [tick(timezone.now()) for _ in range(2)]
    assert [report.failures for report in reports] == [[], []]
    assert list(reports[0].done) == ["publication", *registries.jobs()]
    assert (list(reports[0].purged), reports[1].purged) == (list(registries.purges()), {})
    assert sorted(EVERYTHING) == [
        "adresses des sources",
        "agendas privés",
        "annonces des ateliers",
        "ateliers en direct",
        "comptes inactifs",
        "courrier périmé",
        "demandes de vérification",
        "hôtes et interventions",
        "index de la recherche",
        "inscriptions",
        "invitations",
        "journal de sécurité",
        "liens de relecture",
        "limites",
        "nouvelles par thème",
        "place libérée",
        "point du jour sur les propositions",
        "premier index de la recherche",
        "propositions",
        "rappels de compléments",
        "rappels des ateliers",
        "recherches sans résultat",
        "registre des effacements",
        "relances des sondages",
        "retours de courrier",
        "sessions finies",
        "signalements",
        "sondages",
        "statistiques de la base",
        "suites des effacements",
        "tailles des images",
        "textes des documents",
        "textes des messages",
    ]


@pytest.mark.django_db
def test_purges_run_once_a_day(tasks):
    for hours in (0, 1, 23, 24, 25, 48):
        tick(NOON + timedelta(hours=hours))
    assert tasks.count("essai") == 3


@pytest.mark.django_db
def test_failing_job_is_named_and_stops_nobody(tasks, monkeypatch, capsys, caplog):
    registries.register_job("casse", broken)
    registries.register_job("suite", lambda now: 1)
    with pytest.raises(SystemExit) as ending:
        call_command("tick")
    assert ending.value.code == 1
    assert capsys.readouterr().out == (
        "Courrier : rien à envoyer. Tâches : rappels (2), suite (1), essai (3). En échec : casse (voir le journal).\n"
    )
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("ERROR", "casse")]


@pytest.mark.django_db
def test_failing_purge_is_tried_again_after_an_hour(tasks, monkeypatch):
    monkeypatch.setattr(registries, "_PURGES", {"casse": broken})
    assert tick(NOON).failures == ["casse"]
    assert tick(NOON + timedelta(minutes=59)).failures == []
    assert tick(NOON + timedelta(minutes=60)).failures == ["casse"]
    assert DailyRun.objects.get().next_at == NOON + timedelta(hours=2)


@pytest.mark.django_db
def test_scheduled_page_is_published():
    home_page()
    page = workshop("2027-01", live=False, title="Programmé")
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    tick(timezone.now())
    page.refresh_from_db()
    assert page.live is True


@pytest.mark.django_db(transaction=True)
def test_loop_survives_a_database_that_goes_away(tasks, monkeypatch, caplog):
    monkeypatch.setattr(ticking, "MAIL_EVERY", 0.05)
    monkeypatch.setattr(ticking, "DATABASE_WAIT", 0.05)
    mail = outgoing()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mail_outgoingmail RENAME TO away")
    stop, said = threading.Event(), []

    def run() -> None:
        try:
            loop(stop, said.append)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        wait_until(lambda: sum(record.levelname == "ERROR" for record in caplog.records) >= 2)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO mail_outgoingmail")
        wait_until(lambda: "Courrier : 1 envoyé. Tâches : rien à faire." in said)
    finally:
        stop.set()
        thread.join(30)
    mail.refresh_from_db()
    assert (mail.state, tasks) == ("sent", ["rappels", "essai"])


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_loop_stops_cleanly(child_env, ending):
    outgoing()
    command = [sys.executable, "manage.py", "tick", "--loop"]
    worker = subprocess.Popen(command, cwd=ROOT, env=child_env, stdout=subprocess.PIPE, text=True)
    try:
        line = worker.stdout.readline()
        worker.send_signal(ending)
        rest, _ = worker.communicate(timeout=30)
    finally:
        worker.kill()
    assert (line.partition(".")[0], rest, worker.returncode) == ("Courrier : 1 envoyé", "", 0)
