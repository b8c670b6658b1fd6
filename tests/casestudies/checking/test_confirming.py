"""The address left with an error report: confirmed by a button in a mail before anything is answered to it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from casestudies.checking.actions.fact_reporting import (
    MAILED_PER_HOUR,
    UNPROVED_FOR,
    close_report,
    confirm_report,
    purge_reports,
    submit_report,
)
from casestudies.checking.links import confirm_url
from casestudies.checking.models import VerificationRequest
from casestudies.models import FactReport
from hub.core.private_links import hash_of
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly
from tests.factories.forms import words_of
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.harness.dump import dump

pytestmark = pytest.mark.django_db
PATH = "/signaler-une-erreur/"
EMAIL = "anne@exemple.fr"


@pytest.fixture(autouse=True)
def _site():
    home_page()


def report(**fields: object) -> FactReport:
    return submit_report(**{"idempotency_key": uuid.uuid4(), "message": "Faux.", "email": EMAIL, **fields})


def path_of(sent: FactReport) -> str:
    return confirm_url(sent).removeprefix("http://testserver")


def kinds() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def test_mail_asks_for_the_confirmation_and_repeats_nothing_typed(client):
    client.post(PATH, {"key": str(uuid.uuid4()), "message": "Gagnez http://exemple.com", "email": EMAIL})
    mail = OutgoingMail.objects.get(kind="report-confirm")
    assert (mail.recipient, mail.is_confidential) == (EMAIL, True)
    assert re.findall(r"http\S+", mail.text) == [confirm_url(FactReport.objects.get())]
    assert "confirmée" in OutgoingMail.objects.get(kind="error-reported").text


def test_reading_the_page_confirms_nothing_and_the_button_does(client):
    sent = report(message="Un texte")
    page = client.get(path_of(sent))
    assert ("Est-ce bien votre adresse ?" in words_of(page), "Un texte" in words_of(page)) == (True, False)
    before = dump()
    client.get(path_of(sent)), client.head(path_of(sent))
    assert dump() == before
    for _ in range(2):
        assert client.post(path_of(sent))["Location"] == path_of(sent)
    assert "Adresse confirmée" in words_of(client.get(path_of(sent)))
    assert FactReport.objects.get().address_proved_at is not None


def test_answer_waits_for_the_confirmation_and_leaves_once():
    sent = report()
    close_report(sent, by=organiser(), outcome="corrected", answer="Merci.")
    assert kinds() == ["error-reported", "report-confirm"]
    for _ in range(2):
        confirm_report(sent)
    assert kinds() == ["error-reported", "report-confirm", "report-answered"]


def test_answer_to_spam_leaves_neither_before_nor_after():
    sent = report()
    close_report(sent, by=organiser(), outcome="spam", answer="Merci.")
    confirm_report(sent)
    assert kinds() == ["error-reported", "report-confirm"]


def test_answer_of_an_authority_needs_no_confirmation():
    asked = VerificationRequest.objects.create(
        assembly=assembly(), token_hash=hash_of("x"), sent_to=EMAIL, expires_at=timezone.now() + timedelta(days=1)
    )
    assert (report(verification=asked).address_proved_at is None, kinds()) == (False, ["error-reported"])


def test_sheet_says_that_the_address_is_not_confirmed(client):
    client.force_login(organiser())
    sent = report()
    sheet = f"/admin/signalements/inspect/{sent.pk}/"
    assert "adresse non confirmée" in words_of(client.get(sheet))
    confirm_report(sent)
    assert "adresse non confirmée" not in words_of(client.get(sheet))


def test_address_that_nobody_confirms_is_forgotten_after_a_week(client):
    now = timezone.now()
    kept, proved, late = report(), confirm_report(report()), report()
    FactReport.objects.filter(pk__in=[proved.pk, late.pk]).update(created_at=now - UNPROVED_FOR - timedelta(seconds=1))
    assert (purge_reports(now), purge_reports(now)) == (1, 0)
    emails = dict(FactReport.objects.values_list("pk", "email"))
    assert emails == {kept.pk: EMAIL, proved.pk: EMAIL, late.pk: ""}
    assert (client.get(path_of(late)).status_code, client.post(path_of(late)).status_code) == (404, 404)


def test_link_of_another_report_or_changed_confirms_nothing(client):
    sent, other = report(), report()
    token = path_of(sent).split("/")[3]
    wrong = [path_of(other).replace(path_of(other).split("/")[3], token), path_of(sent).replace(token, "x" * 43)]
    turned = chr(ord(token[-1]) ^ 1)
    wrong.append(path_of(sent).replace(token, token[:-1] + turned))
    assert [client.post(path).status_code for path in wrong] == [404, 404, 404]
    assert FactReport.objects.filter(address_proved_at=None).count() == 2


def test_strangers_fill_nobodys_mailbox():
    for _ in range(MAILED_PER_HOUR + 3):
        report()
    assert kinds().count("report-confirm") == MAILED_PER_HOUR


def test_mistyped_address_is_asked_about_once_and_nothing_is_lost(client):
    sent = {"key": str(uuid.uuid4()), "message": "Faux.", "email": "Anne <anne@gmial.com>"}
    page = client.post(PATH, sent)
    assert "Vouliez-vous dire anne@gmail.com ?" in words_of(page)
    assert ("Faux." in page.content.decode(), FactReport.objects.count()) == (True, 0)
    client.post(PATH, {**sent, "email-relue": "anne@gmial.com"})
    assert [stored.email for stored in FactReport.objects.all()] == ["anne@gmial.com"]
