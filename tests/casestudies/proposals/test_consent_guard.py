"""The database refuses to make public what nobody agreed to."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models.signals import pre_migrate
from django.utils import timezone
from wagtail.models import Page

from casestudies.models import PageProvenance, TestimonyPage
from casestudies.proposals import consent_guard
from tests.factories.casestudies import case_study, witness

pytestmark = pytest.mark.django_db


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def hidden(page: Page) -> Page:
    Page.objects.filter(pk=page.pk).update(live=False)
    return page


def publish(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=True)


def test_testimony_without_consent_can_not_be_made_public() -> None:
    page = hidden(witness())
    TestimonyPage.objects.filter(pk=page.pk).update(consent_on=None)
    assert refused(lambda: publish(page)) is True
    TestimonyPage.objects.filter(pk=page.pk).update(consent_on=date(2026, 11, 1))
    assert refused(lambda: publish(page)) is False


def test_consent_of_a_public_testimony_can_not_vanish() -> None:
    page = witness()
    assert refused(lambda: TestimonyPage.objects.filter(pk=page.pk).update(consent_on=None)) is True
    assert TestimonyPage.objects.get().consent_on is not None


def test_public_testimony_can_not_be_created_without_consent() -> None:
    assert refused(lambda: witness(consent_on=None)) is True
    assert TestimonyPage.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "withdrawn", "expected"), [(True, False, False), (False, False, True), (True, True, True)]
)
def test_page_made_from_a_proposal_needs_a_standing_consent(given: bool, withdrawn: bool, expected: bool) -> None:
    page, now = hidden(case_study()), timezone.now()
    line = PageProvenance.objects.create(
        page=page, consent_at=now if given else None, consent_withdrawn_at=now if withdrawn else None
    )
    assert refused(lambda: publish(page)) is expected
    assert line.has_consent is not expected


def test_consent_can_not_be_withdrawn_while_the_page_is_public() -> None:
    page, now = case_study(), timezone.now()
    line = PageProvenance.objects.create(page=page, consent_at=now)
    withdraw = PageProvenance.objects.filter(pk=line.pk)
    assert refused(lambda: withdraw.update(consent_withdrawn_at=now)) is True
    hidden(page)
    assert refused(lambda: withdraw.update(consent_withdrawn_at=now)) is False


def test_page_without_proposal_is_published_as_before() -> None:
    page = hidden(case_study())
    assert refused(lambda: publish(page)) is False


def test_without_the_guard_the_page_would_be_public() -> None:
    page = hidden(case_study())
    PageProvenance.objects.create(page=page)
    consent_guard.remove()
    assert refused(lambda: publish(page)) is False
    consent_guard.install()
    Page.objects.filter(pk=page.pk).update(live=False)
    assert refused(lambda: publish(page)) is True


def test_guard_that_is_put_on_again_stands_once() -> None:
    page = hidden(case_study())
    PageProvenance.objects.create(page=page)
    consent_guard.install()
    assert refused(lambda: publish(page)) is True


def test_guard_of_a_table_that_is_not_there_yet_is_taken_off_all_the_same(monkeypatch) -> None:
    """As before the first migration."""
    monkeypatch.setitem(consent_guard.NAMES, "consent_nowhere", "nowhere")
    page = hidden(case_study())
    PageProvenance.objects.create(page=page)
    consent_guard.remove()
    assert refused(lambda: publish(page)) is False
    monkeypatch.undo()
    consent_guard.install()


@pytest.mark.django_db(transaction=True)
def test_migrate_takes_the_guard_off_and_puts_it_back() -> None:
    page = hidden(case_study())
    PageProvenance.objects.create(page=page)
    meanwhile = []

    def look(**kwargs) -> None:
        meanwhile.append(refused(lambda: publish(page)))
        Page.objects.filter(pk=page.pk).update(live=False)

    pre_migrate.connect(look, sender=apps.get_app_config("casestudies"))
    try:
        call_command("migrate", verbosity=0)
    finally:
        pre_migrate.disconnect(look, sender=apps.get_app_config("casestudies"))
    assert meanwhile == [False]
    with pytest.raises(DatabaseError):
        publish(page)
