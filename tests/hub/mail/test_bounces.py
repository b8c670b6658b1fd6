"""Mails that come back, read in a real mailbox."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from hub.core.registries import Erasure, Person
from hub.mail.bounces import read_bounces
from hub.mail.inbox import MAX_BYTES, MAX_MESSAGES
from hub.mail.models import DailyRun, OutgoingMail
from hub.mail.personal import PERSONAL_DATA
from hub.mail.purging import purge_mails
from hub.mail.returns import came_back, returned
from hub.mail.ticking import tick
from tests.factories.mails import NOON, delivery_report, outgoing
from tests.harness.imap import mailbox
from tests.harness.listening import listening

pytestmark = pytest.mark.django_db
ONE_ID = "<{:032x}@agoratheque.example>"


@pytest.fixture
def box(settings):
    with mailbox() as box:
        settings.BOUNCES_IMAP_HOST, settings.BOUNCES_IMAP_PORT, settings.BOUNCES_IMAP_TLS = "127.0.0.1", box.port, False
        settings.BOUNCES_IMAP_USER, settings.BOUNCES_IMAP_PASSWORD = "retours", box.password
        yield box


def gone(to: str = "anne@exemple.fr", **fields: object) -> OutgoingMail:
    return outgoing(to, **{"state": "sent", "attempts": 1, "sent_at": NOON, **fields})


def report_of(mail: OutgoingMail, **changed: object) -> bytes:
    return delivery_report(mail.message_id, **{"to": mail.recipient, **changed})


def stored(mail: OutgoingMail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.bounce, mail.bounce_code


def last_error() -> str:
    return DailyRun.objects.get(name="retours de courrier").last_error


def test_report_about_our_mail_is_counted_once_and_marked(box):
    mail, other = gone(), gone("paul@exemple.fr")
    box.messages += [report_of(mail), report_of(mail, status="5.2.2"), b"From: a@b.fr\n\nBonjour\n"]
    assert (read_bounces(NOON), stored(mail), stored(other)) == (1, ("permanent", "5.1.1"), ("", ""))
    assert (mail.bounced_at, mail.state, box.seen) == (NOON, "sent", {1, 2, 3})
    assert read_bounces(NOON + timedelta(hours=1)) == 0
    assert box.asked.count("FETCH") == 3


def test_passing_failure_may_become_permanent_and_never_the_reverse(box):
    mail = gone()
    for minutes, status, expected in ((0, "4.2.2", "soft"), (10, "5.1.1", "permanent"), (20, "4.2.2", "permanent")):
        box.messages.append(report_of(mail, status=status))
        read_bounces(NOON + timedelta(minutes=minutes))
        assert stored(mail)[0] == expected


def test_forged_report_changes_nothing(box):
    victim, forger = gone("victime@exemple.fr"), gone("malin@exemple.fr")
    box.messages += [
        delivery_report(ONE_ID.format(1), to="victime@exemple.fr"),
        delivery_report(forger.message_id, to="victime@exemple.fr"),
        delivery_report(victim.message_id, to="malin@exemple.fr"),
        delivery_report(victim.message_id[:-1] + "x>", to="victime@exemple.fr"),
    ]
    assert (read_bounces(NOON), stored(victim), stored(forger), len(box.seen)) == (0, ("", ""), ("", ""), 4)


def test_mail_that_never_left_can_not_come_back(box):
    waiting = outgoing()
    box.messages.append(report_of(waiting))
    assert (read_bounces(NOON), stored(waiting)) == (0, ("", ""))


def test_address_with_an_accent_is_compared_as_servers_write_it(box):
    mail = gone("Anne@mairie-orléans.fr")
    box.messages.append(report_of(mail, to="anne@xn--mairie-orlans-khb.fr"))
    assert (read_bounces(NOON), stored(mail)[0]) == (1, "permanent")


def test_reading_that_dies_before_the_mark_is_done_again_and_counts_once(box):
    mail = gone()
    box.messages.append(report_of(mail))
    box.refuses = "STORE"
    assert (read_bounces(NOON), stored(mail)[0], box.seen) == (0, "permanent", set())
    assert last_error() == "La boîte des retours refuse le compte ou la demande du site."
    box.refuses = ""
    assert (read_bounces(NOON + timedelta(hours=1)), box.seen, last_error()) == (0, {1}, "")


@pytest.mark.django_db(transaction=True)
def test_message_is_not_marked_when_nothing_could_be_stored(box):
    mail = gone()
    box.messages.append(report_of(mail))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mail_outgoingmail RENAME TO away")
    try:
        with pytest.raises(DatabaseError):
            read_bounces(NOON)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO mail_outgoingmail")
    assert box.seen == set()
    assert (read_bounces(NOON + timedelta(hours=1)), box.seen) == (1, {1})


@pytest.mark.parametrize("step", ["GREETING", "LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
@pytest.mark.parametrize("drips", [False, True])
def test_server_that_hangs_stops_nothing_else(box, settings, step, drips):
    settings.BOUNCES_SECONDS = 0.3
    waiting, mail = outgoing(), gone("paul@exemple.fr")
    box.messages.append(report_of(mail))
    box.hangs_at, box.drips = step, drips
    report = tick(NOON)
    assert (report.failures, report.done["retours de courrier"], stored(waiting), waiting.state) == (
        [],
        0,
        ("", ""),
        "sent",
    )
    assert last_error() == "Le serveur de la boîte des retours ne répond pas."
    assert (stored(mail)[0], box.seen) == ("permanent" if step == "STORE" else "", set())


def test_server_that_failed_is_left_alone_for_half_an_hour(box):
    box.refuses = "LOGIN"
    for minutes in (0, 5, 29, 30):
        read_bounces(NOON + timedelta(minutes=minutes))
    assert box.asked.count("LOGIN") == 2


def test_mailbox_is_read_every_five_minutes(box):
    for minutes in (0, 1, 4, 5, 9, 10):
        read_bounces(NOON + timedelta(minutes=minutes))
    assert box.asked.count("SEARCH") == 3


def test_nothing_listens_there(box, settings):
    settings.BOUNCES_IMAP_PORT = 1
    assert (read_bounces(NOON), last_error()) == (0, "Le serveur de la boîte des retours ne répond pas.")


def test_password_is_not_sent_over_a_line_that_is_not_secure(box, settings):
    settings.BOUNCES_IMAP_TLS = True
    assert (read_bounces(NOON), last_error()) == (0, "La connexion sécurisée à la boîte des retours a échoué.")
    assert "LOGIN" not in box.asked


def test_password_is_never_written(box, settings):
    settings.BOUNCES_IMAP_PASSWORD = "parole-secrète"  # noqa: S105 -- of a test
    with listening() as logs:
        assert read_bounces(NOON) == 0
    assert ([line for line in logs.lines if "parole" in line], "parole" in last_error()) == ([], False)
    assert [line.split(" {")[0] for line in logs.lines if "mailbox" in line] != []


def test_full_mailbox_is_read_by_parts(box):
    mail = gone()
    box.messages += [b"Subject: non\n\n"] * 9_999 + [report_of(mail)]
    assert (read_bounces(NOON), len(box.seen), min(box.seen)) == (0, MAX_MESSAGES, 1)
    box.seen |= set(range(1, 10_000))
    assert (read_bounces(NOON + timedelta(minutes=5)), stored(mail)[0]) == (1, "permanent")


def test_only_the_beginning_of_a_huge_message_is_fetched(box):
    mail = gone()
    box.messages.append(report_of(mail, headers_only=False).replace(b"--limite--", b"x" * 50 * 1024 * 1024))
    assert (read_bounces(NOON), box.sent, stored(mail)[0]) == (1, MAX_BYTES, "permanent")


def test_server_that_sends_more_than_was_asked_for_is_left(box):
    box.ignores_limits = True
    box.messages.append(b"x" * (MAX_BYTES + 1))
    assert (read_bounces(NOON), last_error()) == (0, "Le serveur de la boîte des retours ne répond pas.")


def test_without_a_mailbox_nothing_is_read(settings):
    settings.BOUNCES_IMAP_HOST = ""
    assert (read_bounces(NOON), DailyRun.objects.count()) == (0, 0)


def test_came_back_is_said_in_words():
    mails = [
        gone(),
        gone(bounce="permanent", bounced_at=NOON, bounce_code="5.1.1"),
        gone(bounce="soft", bounced_at=NOON, bounce_code="4.2.2"),
        gone(bounce="soft", bounced_at=NOON),
    ]
    assert [came_back(mail) for mail in mails] == [
        "",
        "Message revenu, 22 novembre 2026 : adresse inconnue (5.1.1).",
        "Message retardé ou refusé pour un temps, 22 novembre 2026 : boîte pleine (4.2.2).",
        "Message retardé ou refusé pour un temps, 22 novembre 2026 : raison non précisée.",
    ]


def test_latest_return_of_each_address_is_found_in_one_query(django_assert_num_queries):
    gone("Anne@exemple.fr", bounce="permanent", bounced_at=NOON, bounce_code="5.1.1")
    gone("anne@exemple.fr", bounce="soft", bounced_at=NOON + timedelta(days=1), bounce_code="4.2.2")
    gone("paul@exemple.fr")
    with django_assert_num_queries(1):
        found = returned(["ANNE@exemple.fr", "paul@exemple.fr", ""])
    assert found == {
        "anne@exemple.fr": "Message retardé ou refusé pour un temps, 23 novembre 2026 : boîte pleine (4.2.2)."
    }


def test_return_is_told_to_the_person_erased_with_them_and_purged_with_its_mail():
    fields = {"bounce": "permanent", "bounced_at": NOON, "bounce_code": "5.1.1"}
    gone(**fields)
    gone("paul@exemple.fr", **fields)
    anne = Person("anne@exemple.fr")
    assert [row["came_back"] for row in PERSONAL_DATA.export(anne)] == [
        "Message revenu, 22 novembre 2026 : adresse inconnue (5.1.1)."
    ]
    PERSONAL_DATA.erase(anne, Erasure(at=NOON, keep_published=True))
    assert list(returned(["anne@exemple.fr", "paul@exemple.fr"])) == ["paul@exemple.fr"]
    purge_mails(NOON + timedelta(days=365))
    assert returned(["paul@exemple.fr"]) == {}
