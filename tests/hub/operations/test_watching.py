"""The organisers are told once when something stops, once when it goes again, by a mail server spoken to directly."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from hub.core.site_state import BACKUP, TICK, WATCH, note, noted
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from tests.factories.mails import outgoing
from tests.factories.organisers import member, organiser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound(settings, smtp):
    """A site on which all is well, with two people who organise and a member who does not."""
    organiser("odile@exemple.fr")
    organiser("omar@exemple.fr")
    member("marie@exemple.fr")
    path = Path(settings.BACKUPS_DIR, "agoratheque-2027-01-01.tar")
    path.write_bytes(b"")
    note(BACKUP, {"at": timezone.now().isoformat(), "path": str(path), "size": 0})
    beat()
    return smtp


def beat(ago: timedelta = timedelta(0)) -> None:
    note(TICK, {"at": (timezone.now() - ago).isoformat(), "failures": []})


def watch() -> None:
    call_command("veille", verbosity=0)


def test_nothing_is_said_while_all_is_well(sound):
    watch()
    assert (sound.messages, noted(WATCH)) == ([], {})


def test_silent_tick_is_told_once_then_mended_once(sound):
    beat(timedelta(minutes=16))
    watch()
    watch()
    assert [(mail["To"], mail["Subject"]) for mail in sound.messages] == [
        ("odile@exemple.fr", "À faire : Dernière passe"),
        ("omar@exemple.fr", "À faire : Dernière passe"),
    ]
    assert "systemctl restart agoratheque-tick" in sound.messages[0].get_content()
    beat()
    watch()
    watch()
    assert [mail["Subject"] for mail in sound.messages[2:]] == ["Réparé : Dernière passe"] * 2
    assert noted(WATCH) == {}


def test_second_trouble_is_told_without_the_first(sound, settings):
    beat(timedelta(minutes=16))
    watch()
    outgoing(state=MailState.FAILED)
    watch()
    assert [mail["Subject"] for mail in sound.messages[2:]] == ["À faire : Courrier"] * 2


def test_old_backup_and_failed_mails_are_told_together(sound, settings):
    note(BACKUP, {**noted(BACKUP), "at": (timezone.now() - timedelta(hours=27)).isoformat()})
    outgoing(state=MailState.FAILED)
    watch()
    assert {mail["Subject"] for mail in sound.messages} == {"À faire : Sauvegarde, Courrier"}


def test_watch_writes_no_row_in_the_outbox(sound):
    beat(timedelta(hours=1))
    watch()
    assert (OutgoingMail.objects.count(), len(sound.messages)) == (0, 2)


@pytest.mark.parametrize(("step", "answer"), [("greeting", "hang"), ("recipient", "451 later"), ("greeting", "cut")])
def test_what_could_not_be_told_is_told_the_next_time(sound, step, answer):
    beat(timedelta(hours=1))
    right = getattr(sound, step)
    setattr(sound, step, answer)
    with pytest.raises(CommandError, match="à la prochaine veille"):
        watch()
    assert noted(WATCH) == {}
    setattr(sound, step, right)
    watch()
    assert len(sound.messages) == 2


@pytest.mark.django_db(transaction=True)
def test_database_away_is_told_to_the_contact_and_mended_to_the_organisers(sound, settings):
    settings.CONTACT_EMAIL = "contact@exemple.fr"
    outgoing(state=MailState.FAILED)
    watch()
    del sound.messages[:]
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict.update({"NAME": "/nowhere/db.sqlite3", "HOST": "/nowhere"})
    try:
        watch()
        watch()
    finally:
        connection.close()
        connection.settings_dict.update(known)
    assert [(mail["To"], mail["Subject"]) for mail in sound.messages] == [
        ("contact@exemple.fr", "À faire : Base de données")
    ]
    watch()
    assert {mail["Subject"] for mail in sound.messages[1:]} == {"Réparé : Base de données"}
    assert noted(WATCH) == {"mail": "Courrier"}


def test_refused_address_keeps_nobody_else_from_being_told_once(sound):
    sound.unknown.add("odile@exemple.fr")
    beat(timedelta(hours=1))
    watch()
    watch()
    assert [mail["To"] for mail in sound.messages] == ["omar@exemple.fr"]


def test_without_organisers_the_contact_is_told(sound, settings):
    type(organiser("odette@exemple.fr")).objects.all().delete()
    beat(timedelta(hours=1))
    watch()
    assert [mail["To"] for mail in sound.messages] == [settings.CONTACT_EMAIL]
