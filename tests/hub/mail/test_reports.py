"""Reports of delivery, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.mail.reports import Failure, failures, reason
from tests.factories.mails import delivery_report

ID = "<0123456789abcdef0123456789abcdef@agoratheque.example>"
REPORT = delivery_report(ID)
ANNE = frozenset({"anne@exemple.fr"})


@pytest.mark.parametrize("headers_only", [True, False])
def test_report_names_the_mail_its_recipient_and_why(headers_only):
    report = delivery_report(ID, "Anne@Exemple.fr", headers_only=headers_only)
    assert failures(report) == [Failure(ID, ANNE, is_permanent=True, code="5.1.1")]


@pytest.mark.parametrize(
    ("action", "status", "is_permanent", "code"),
    [
        ("failed", "5.2.2", True, "5.2.2"),
        ("Failed", "5.7.26 (policy)", True, "5.7.26"),
        ("failed", "4.4.7", False, "4.4.7"),
        ("delayed", "4.4.1", False, "4.4.1"),
        ("delayed", "5.1.1", False, "5.1.1"),
        ("failed", "inconnu", False, ""),
        ("failed", "5.1", False, ""),
    ],
)
def test_passing_and_permanent_failures_are_told_apart(action, status, is_permanent, code):
    assert failures(delivery_report(ID, action=action, status=status)) == [Failure(ID, ANNE, is_permanent, code)]


@pytest.mark.parametrize(
    "changed",
    [{"action": "delivered", "status": "2.0.0"}, {"action": "relayed"}, {"status": "2.1.5"}, {"recipient": "X: {}"}],
)
def test_what_arrived_or_names_nobody_is_no_failure(changed):
    assert failures(delivery_report(ID, **changed)) == []


def test_first_recipient_counts_when_the_mail_was_passed_on():
    both = "Final-Recipient: rfc822; autre@ailleurs.example\nOriginal-Recipient: rfc822;{}"
    (failure,) = failures(delivery_report(ID, recipient=both))
    assert failure.recipients == {"anne@exemple.fr", "autre@ailleurs.example"}


NO_REPORTS = {
    "nothing": b"",
    "an answer of a person": f"From: anne@exemple.fr\nReferences: {ID}\n\nMerci !\n".encode(),
    "no mail that came back": REPORT.replace(b"text/rfc822-headers", b"text/plain"),
    "no Message-ID": REPORT.replace(ID.encode(), b""),
    "another type": REPORT.replace(b"multipart/report", b"multipart/mixed"),
    "no boundary": REPORT.replace(b'; boundary="limite"', b""),
    "unknown encoding": REPORT.replace(b"charset=utf-8", b"charset=\xff\xfe").replace(ID.encode(), b"=?x?q?y?="),
    "a nest": b"".join(
        b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(3000)
    ),
    "binary": bytes(range(256)) * 400,
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_is_no_report_says_nothing(name):
    assert failures(NO_REPORTS[name]) == []


@given(st.integers(0, len(REPORT)), st.binary(max_size=40), st.integers(0, 60))
def test_damaged_report_never_fails(place, rubbish, skipped):
    for failure in failures(REPORT[:place] + rubbish + REPORT[place + skipped :]):
        assert failure.recipients != frozenset()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5.1.1", "adresse inconnue"),
        ("5.2.2", "boîte pleine"),
        ("4.4.7", "serveur injoignable"),
        ("5.7.26", "message refusé par le serveur qui reçoit"),
        ("5.9.9", "raison non précisée"),
        ("", "raison non précisée"),
    ],
)
def test_code_is_said_in_words(code, words):
    assert reason(code) == words
