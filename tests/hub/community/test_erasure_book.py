"""The book of erasures: written beside the database, read after a restore, whatever happened to the file."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.models import FactReport, Proposal
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.purging import withdraw_and_erase
from hub.community.actions.erasing import erase_member
from hub.community.actions.erasure_book import (
    PERSON,
    hashes,
    note_erasure,
    replay_erasures,
    settle_erasures,
    write_erasures_down,
)
from hub.community.models import ErasureRecord, Member
from hub.core.registries import Erasure, jobs, purges
from tests.factories.organisers import member, proposal
from tests.factories.person import EMAIL, NAME, person, sent_proposal

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_file(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures" / "effacements.jsonl"


def note(name: str, kind: str = PERSON, at: datetime = NOON) -> None:
    note_erasure(kind, name, Erasure(at=at, keep_published=True))


def write_and_restore() -> None:
    """The file holds what the database knows of erasures; the database then forgets it, as an older backup would."""
    write_erasures_down(timezone.now())
    ErasureRecord.objects.all().delete()


def test_each_way_of_erasing_writes_its_lines():
    owner = person()
    sent_proposal(owner)
    erase_member(owner, keep_published=False, at=NOON)
    withdraw_and_erase(proposal(), at=NOON)
    kinds = ErasureRecord.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["personne", "compte", "proposition", "accord", "proposition"]
    assert set(ErasureRecord.objects.values_list("keep_published", flat=True)) == {False}


def test_line_tells_neither_the_address_nor_the_proposal(settings):
    sent = sent_proposal(None)
    note(EMAIL)
    note(str(sent.idempotency_key), "proposition")
    write_erasures_down(NOON)
    text = settings.ERASURES_FILE.read_text()
    assert [word in text for word in (EMAIL, str(sent.idempotency_key), sent.idempotency_key.hex)] == [False] * 3


def test_erasures_are_written_down_once(settings):
    for number in ("1", "2"):
        note(number)
    assert (write_erasures_down(NOON), write_erasures_down(NOON)) == (2, 0)
    found = [json.loads(line)["thing_hash"] for line in settings.ERASURES_FILE.read_text().split("\n") if line]
    assert found == [hashes(PERSON, "1")[0], hashes(PERSON, "2")[0]]


def test_line_cut_short_spoils_no_other_and_is_written_again(settings):
    note("a")
    write_erasures_down(NOON)
    whole = settings.ERASURES_FILE.read_bytes()
    settings.ERASURES_FILE.write_bytes(whole[:-9] + b"\xff")
    note("b")
    assert [write_erasures_down(NOON) for _ in range(2)] == [2, 0]


SPOILT = ['{"kind": 5', "5", "[]", "null", '{"at": 5}', '{"at": "2027-01-15T12:00:00"}', "\0"]


@pytest.mark.parametrize("spoilt", SPOILT)
def test_spoilt_line_is_left_out(settings, spoilt):
    settings.ERASURES_FILE.parent.mkdir()
    sent = sent_proposal(None)
    note(EMAIL)
    write_and_restore()
    settings.ERASURES_FILE.write_text(f"{spoilt}\n{settings.ERASURES_FILE.read_text()}\n{spoilt}")
    assert replay_erasures(NOON) == 1
    sent.refresh_from_db()
    assert sent.name == ""


def test_line_of_the_first_version_is_read(settings):
    sent = sent_proposal(None)
    old = {"address_hash": hashes(PERSON, EMAIL)[0], "at": timezone.now().isoformat(), "keep_published": True}
    settings.ERASURES_FILE.parent.mkdir()
    settings.ERASURES_FILE.write_text("\n" + json.dumps(old))
    assert replay_erasures(NOON) == 1
    sent.refresh_from_db()
    assert (sent.name, sent.state) == ("", ProposalState.WITHDRAWN)


def test_line_of_an_unknown_kind_is_left_for_later(settings):
    note("x", "cerf-volant")
    write_and_restore()
    assert (replay_erasures(NOON), ErasureRecord.objects.count()) == (0, 0)


def test_replay_is_idempotent_and_knows_its_lines_afterwards():
    sent_proposal(None)
    note(EMAIL, at=timezone.now())
    write_and_restore()
    assert [replay_erasures(timezone.now()) for _ in range(2)] == [1, 0]
    assert ErasureRecord.objects.filter(kind=PERSON).count() == 1


def test_replay_leaves_whoever_came_back_before_the_backup():
    owner = person()
    erase_member(owner, keep_published=True, at=timezone.now())
    write_erasures_down(timezone.now())
    back = person()
    sent = sent_proposal(back)
    call_command("replay_erasures", verbosity=0)
    sent.refresh_from_db()
    assert (sent.name, sent.member) == (NAME, back)


def test_replay_leaves_whoever_came_back_after_the_restore():
    note(EMAIL, at=timezone.now() - timedelta(days=2))
    write_and_restore()
    owner = person()
    sent = sent_proposal(owner)
    replay_erasures(timezone.now())
    sent.refresh_from_db()
    assert (sent.name, Member.objects.count()) == (NAME, 1)


def test_clock_put_back_between_the_proposal_and_the_erasure_changes_nothing():
    sent = sent_proposal(None)
    Proposal.objects.filter(pk=sent.pk).update(created_at=NOON + timedelta(hours=1))
    owner = person()
    Member.objects.filter(pk=owner.pk).update(date_joined=NOON + timedelta(hours=1))
    note(EMAIL, at=NOON)
    write_and_restore()
    assert replay_erasures(NOON) == 1
    sent.refresh_from_db()
    assert (sent.name, Member.objects.count()) == ("", 0)


def test_account_whose_address_has_changed_since_the_backup_is_found():
    owner = member("ancienne@exemple.fr")
    note(f"{owner.pk} {owner.date_joined.timestamp()}", "compte")
    write_and_restore()
    other = member("autre@exemple.fr")
    assert (replay_erasures(NOON), list(Member.objects.all())) == (1, [other])


def test_number_given_again_to_another_account_is_no_account_erased():
    owner = member("ancienne@exemple.fr")
    note(f"{owner.pk} {owner.date_joined.timestamp()}", "compte")
    write_and_restore()
    Member.objects.filter(pk=owner.pk).update(date_joined=owner.date_joined + timedelta(seconds=1))
    assert (replay_erasures(NOON), Member.objects.count()) == (0, 1)


def test_keys_rotated_since_the_erasure_are_still_accepted(settings):
    sent_proposal(None)
    note(EMAIL, at=timezone.now())
    write_and_restore()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-clef"  # noqa: S105 -- not a secret
    assert (replay_erasures(NOON), Proposal.objects.get().name) == (1, "")


def test_what_a_backup_brings_back_beyond_its_age_goes_again():
    report = submit_report(idempotency_key=uuid.uuid4(), message="Faux", email=EMAIL)
    FactReport.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(days=190))
    assert (replay_erasures(timezone.now()), FactReport.objects.count()) == (0, 0)


def test_names_of_two_kinds_have_different_hashes():
    name = str(uuid.uuid4())
    assert hashes(PERSON, name) != hashes("proposition", name)


def test_erasure_survives_a_full_disk_and_is_settled_later(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.ERASURES_FILE = tmp_path  # a folder can't be written to
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(person(), keep_published=True, at=NOON)
    assert (Member.objects.count(), ErasureRecord.objects.filter(settled_at=None).count()) == (0, 2)


def test_settling_is_a_job_and_the_file_is_looked_at_every_day():
    assert (jobs()["suites des effacements"], purges()["registre des effacements"]) == (
        settle_erasures,
        write_erasures_down,
    )
