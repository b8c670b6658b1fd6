"""What leaves, what is tried again, what fails; against a real mail server."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hub.mail import registries, sending
from hub.mail.models import OutgoingMail
from hub.mail.sending import ATTEMPTS, BACK_OFF, LEASE, claim, claim_next, send_due_mails, settle_stale
from tests.factories.mails import NOON, outgoing
from tests.harness.smtp import CUT, HANG

pytestmark = pytest.mark.django_db
#: Waits before the database is back.
BACK_AFTER = 3


def at(instant: datetime):
    """A stopped clock."""
    return lambda: instant


def state_of(mail: OutgoingMail) -> tuple[str, int, str]:
    mail.refresh_from_db()
    return mail.state, mail.attempts, mail.last_error


def test_due_mail_leaves_once(smtp):
    mail = outgoing()
    assert send_due_mails(clock=at(NOON)) == {"sent": 1}
    assert send_due_mails(clock=at(NOON + timedelta(days=1))) == {}
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.sent_at, mail.leased_until) == ("sent", 1, NOON, None)
    assert (smtp.ids, mail.text) == ([mail.message_id], "Bonjour,\n\nElle est bien arrivée.\n")


def test_mail_of_later_waits(smtp):
    outgoing(next_attempt_at=NOON + timedelta(seconds=1))
    assert send_due_mails(clock=at(NOON)) == {}
    assert send_due_mails(clock=at(NOON + timedelta(seconds=1))) == {"sent": 1}


def test_codes_leave_before_the_rest(smtp):
    news = outgoing()
    code = outgoing(is_confidential=True)
    send_due_mails(clock=at(NOON))
    assert smtp.ids == [code.message_id, news.message_id]


def test_code_leaves_before_reminders_that_came_first(smtp):
    link = outgoing(is_confidential=True)
    reminder = outgoing(is_confidential=True, not_after=NOON + timedelta(hours=1))
    code = outgoing(is_confidential=True, not_after=NOON + timedelta(minutes=15), next_attempt_at=NOON)
    send_due_mails(clock=at(NOON))
    assert smtp.ids == [code.message_id, reminder.message_id, link.message_id]


def test_confidential_text_is_forgotten_as_soon_as_it_is_sent(smtp):
    mail = outgoing(is_confidential=True, text="Votre code : ABCD")
    send_due_mails(clock=at(NOON))
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("sent", "")
    assert smtp.messages[0].get_body(["plain"]).get_content().strip() == "Votre code : ABCD"


SILENT = "Le serveur de courrier ne répond pas."
BROKEN = "La connexion au serveur de courrier a été coupée pendant l’envoi."
REFUSED = "Le serveur de courrier refuse {} ({})."
TEMPORARY = {
    "the server hangs before a word": ({"greeting": HANG}, SILENT),
    "the server is closing": ({"greeting": "421 plus tard"}, SILENT),
    "the sender is refused": ({"sender": "550 non"}, REFUSED.format("le message", "550 : non")),
    "the recipient must wait": ({"recipient": "450 occupé"}, REFUSED.format("cette adresse", "450 : occupé")),
    "the message must wait": ({"data": "451 plus tard"}, REFUSED.format("le message", "451 : plus tard")),
    "the message is refused": ({"data": "554 non"}, REFUSED.format("le message", "554 : non")),
    "the server cuts after the message": ({"data": CUT}, BROKEN),
    "the server hangs after the message": ({"data": HANG}, BROKEN),
}


@pytest.mark.parametrize("case", TEMPORARY)
def test_temporary_failure_is_tried_again_as_the_same_mail(smtp, case):
    answers, error = TEMPORARY[case]
    for step, answer in answers.items():
        setattr(smtp, step, answer)
    mail = outgoing()
    assert send_due_mails(clock=at(NOON)) == {"queued": 1}
    assert state_of(mail) == ("queued", 1, error)
    assert mail.next_attempt_at == NOON + timedelta(minutes=1)
    smtp.greeting, smtp.sender, smtp.recipient, smtp.data = "220 ok", "250 ok", "250 ok", "250 ok"
    assert send_due_mails(clock=at(mail.next_attempt_at)) == {"sent": 1}
    assert set(smtp.ids) == {mail.message_id}
    assert state_of(mail) == ("sent", 2, "")


def test_server_that_is_down_costs_one_attempt_of_one_mail(smtp, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        first, second = outgoing(), outgoing()
        assert send_due_mails(clock=at(NOON)) == {"queued": 1}
    assert state_of(first)[:2] == ("queued", 1)
    assert state_of(second)[:2] == ("queued", 0)


def test_slow_server_is_cut_before_the_lease_ends(smtp, settings, monkeypatch):
    settings.EMAIL_TIMEOUT = 20
    monkeypatch.setattr(sending, "DEADLINE_SECONDS", 1)
    smtp.data = HANG
    mail = outgoing()
    assert send_due_mails(clock=at(NOON)) == {"queued": 1}
    assert state_of(mail) == ("queued", 1, BROKEN)


def test_deadline_is_shorter_than_the_lease():
    assert timedelta(seconds=sending.DEADLINE_SECONDS + sum(sending.WRITE_PAUSES)) < LEASE


def test_unknown_recipient_fails_at_once(smtp):
    smtp.recipient = "550 inconnue"
    mail = outgoing()
    assert send_due_mails(clock=at(NOON)) == {"failed": 1}
    assert state_of(mail) == ("failed", 1, "Le serveur de courrier refuse cette adresse (550 : inconnue).")


def test_mail_fails_after_the_last_wait(smtp):
    smtp.data = "451 plus tard"
    mail = outgoing()
    waits, now = [], NOON
    for _ in BACK_OFF:
        send_due_mails(clock=at(now))
        mail.refresh_from_db()
        waits.append(mail.next_attempt_at - now)
        assert send_due_mails(clock=at(mail.next_attempt_at - timedelta(seconds=1))) == {}
        now = mail.next_attempt_at
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
    assert send_due_mails(clock=at(now)) == {"failed": 1}
    assert state_of(mail)[:2] == ("failed", ATTEMPTS)
    assert send_due_mails(clock=at(now + timedelta(days=9))) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Bonjour\r\nBcc: tous@exemple.fr"},
        {"recipient": "anne@exemple.fr\nBcc: tous@exemple.fr"},
        {"recipient": "anne@exemple.fr, tous@exemple.fr"},
        {"unsubscribe_url": "https://a.example/x>\r\nBcc: tous@exemple.fr"},
    ],
)
def test_header_can_not_be_injected(smtp, fields):
    mail = outgoing()
    OutgoingMail.objects.filter(pk=mail.pk).update(**fields)
    assert send_due_mails(clock=at(NOON)) == {"failed": 1}
    error = "Ce message ne peut pas partir : son adresse ou son objet est mal écrit."
    assert (smtp.messages, state_of(mail)) == ([], ("failed", 1, error))


def test_subject_typed_with_line_breaks_is_one_line(smtp):
    outgoing(subject="Bonjour\r\nBcc: tous@exemple.fr")
    send_due_mails()
    assert [(message["Subject"], message["Bcc"]) for message in smtp.messages] == [
        ("Bonjour Bcc: tous@exemple.fr", None)
    ]


def test_mail_whose_reason_is_gone_is_dropped(smtp, monkeypatch):
    monkeypatch.setattr(registries, "_CHECKS", {})
    registries.register_check("essai", lambda mail: mail.recipient != "partie@exemple.fr")
    gone, here = outgoing("partie@exemple.fr"), outgoing()
    assert send_due_mails(clock=at(NOON)) == {"dropped": 1, "sent": 1}
    assert state_of(gone) == ("dropped", 1, "La raison de ce message n’existe plus.")
    assert smtp.ids == [here.message_id]


def test_check_that_breaks_delays_its_mail_only(smtp, monkeypatch):
    def broken(mail: OutgoingMail) -> bool:
        raise KeyError(mail.pk)

    monkeypatch.setattr(registries, "_CHECKS", {"casse": broken})
    delayed, sent = outgoing(kind="casse"), outgoing()
    assert send_due_mails(clock=at(NOON)) == {"queued": 1, "sent": 1}
    assert (state_of(delayed)[0], state_of(sent)[0]) == ("queued", "sent")


def test_mail_that_came_too_late_is_dropped(smtp):
    late = outgoing(not_after=NOON, is_confidential=True, text="Votre code : ABCD")
    in_time = outgoing(not_after=NOON + timedelta(seconds=1))
    assert send_due_mails(clock=at(NOON)) == {"sent": 1}
    assert smtp.ids == [in_time.message_id]
    assert settle_stale(NOON) == 1
    assert state_of(late) == ("dropped", 0, "Trop tard : ce message n’était plus utile.")
    assert late.text == ""


def test_failed_mail_forgets_its_secret_once_it_is_of_no_use():
    fields = {"state": "failed", "is_confidential": True, "text": "Votre code : ABCD", "calendar": "BEGIN:VCALENDAR"}
    over, useful = outgoing(**fields, not_after=NOON), outgoing(**fields, not_after=NOON + timedelta(seconds=1))
    plain = outgoing(**{**fields, "is_confidential": False}, not_after=NOON)
    assert settle_stale(NOON) == 0
    for mail in (over, useful, plain):
        mail.refresh_from_db()
    kept = [(mail.text, mail.calendar) for mail in (over, useful, plain)]
    assert kept == [("", ""), *[("Votre code : ABCD", "BEGIN:VCALENDAR")] * 2]


def test_lease_of_a_dead_worker_runs_out(smtp):
    mail = outgoing()
    assert claim_next(NOON) == mail
    assert send_due_mails(clock=at(NOON + LEASE - timedelta(seconds=1))) == {}
    assert send_due_mails(clock=at(NOON + LEASE)) == {"sent": 1}
    assert state_of(mail) == ("sent", 2, "")


def test_worker_that_lost_its_lease_writes_nothing(smtp):
    mail = outgoing()
    slow = claim_next(NOON)
    send_due_mails(clock=at(NOON + LEASE))
    sending.finish(slow, sending.Outcome(sending.MailState.FAILED, "trop tard"), NOON + LEASE)
    assert state_of(mail) == ("sent", 2, "")


def test_mail_that_kills_its_workers_ends_as_failed():
    mail = outgoing()
    now = NOON
    for _ in range(ATTEMPTS):
        assert claim(OutgoingMail.objects.get(), now) is True
        now += LEASE
    assert (claim_next(now), settle_stale(now)) == (None, 1)
    assert state_of(mail) == ("failed", ATTEMPTS, "L’envoi a été interrompu à chaque essai.")


@pytest.fixture
def pauses(monkeypatch, transactional_db) -> Iterator[list[float]]:
    """The table of mails is away from the moment one leaves; how long was waited for it. `BACK_AFTER` waits."""
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.extend([seconds] if seconds else [])  # the mail server waits for nothing too
        if len(waited) == BACK_AFTER:
            _rename("away", "mail_outgoingmail")

    transmit = sending._transmit
    monkeypatch.setattr(sending, "_transmit", lambda *given: (transmit(*given), _rename("mail_outgoingmail", "away")))
    monkeypatch.setattr(sending.time, "sleep", wait)
    yield waited
    if OutgoingMail._meta.db_table not in connection.introspection.table_names():
        _rename("away", "mail_outgoingmail")


def _rename(former: str, new: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {former} RENAME TO {new}")


def test_mail_that_left_while_the_database_went_away_is_written_down_and_leaves_once(smtp, pauses):
    mail = outgoing()
    sending.send_now(mail.pk)
    assert (pauses, state_of(mail), smtp.ids) == ([0.5, 1, 2], ("sent", 1, ""), [mail.message_id])


def test_database_that_stays_away_leaves_the_mail_under_its_lease(smtp, pauses, monkeypatch):
    monkeypatch.setattr(sending, "WRITE_PAUSES", (0.5, 1))
    mail = outgoing()
    with pytest.raises(DatabaseError):
        sending.send_now(mail.pk)
    _rename("away", "mail_outgoingmail")
    assert (pauses, state_of(mail)[:2], mail.leased_until is None) == ([0.5, 1], ("sending", 1), False)


def test_nothing_waits_for_the_database_inside_a_transaction(smtp, pauses):
    mail = outgoing()
    with pytest.raises(DatabaseError), transaction.atomic():
        sending.send_now(mail.pk)
    assert (pauses, state_of(mail)[:2]) == ([], ("queued", 0))


def test_mail_at_once_leaves_right_after_its_transaction(smtp, settings, django_capture_on_commit_callbacks):
    settings.MAIL_AT_ONCE = True
    with django_capture_on_commit_callbacks(execute=True):
        outgoing()
        assert smtp.ids == []
    assert len(smtp.ids) == 1


def test_mail_at_once_that_fails_stays_queued(smtp, settings, django_capture_on_commit_callbacks):
    settings.MAIL_AT_ONCE = True
    smtp.data = "451 plus tard"
    with django_capture_on_commit_callbacks(execute=True):
        mail = outgoing()
    assert state_of(mail)[:2] == ("queued", 1)
