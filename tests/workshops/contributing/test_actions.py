"""Hosts and speakers: put on the list, asked, what they say, what is forgotten."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hub.core.errors import NotAllowed, WrongState
from hub.core.registries import Erasure, Person
from hub.mail.models import OutgoingMail
from tests.factories.contributing import make_contributor
from tests.factories.organisers import member, organiser
from tests.factories.workshops import workshop
from tests.harness.mails import deliver
from workshops.contributing.actions import desk as acts
from workshops.contributing.actions.desk import Said
from workshops.contributing.actions.own import answer_recording, answer_request
from workshops.contributing.actions.purging import purge_contributors
from workshops.contributing.consent_text import TEXTS, VERSION
from workshops.contributing.links import private_url
from workshops.contributing.personal import erase_contributions, export_contributions
from workshops.contributing.recording import recording_is_allowed, who_blocks_recording
from workshops.models import Contributor, WorkshopPage
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.decisions import set_certainty

pytestmark = pytest.mark.django_db
WHEN, PAST = "2099-03-18T14:00/2099-03-18T16:00", "2026-01-15T14:00/2026-01-15T16:00"
IDA = Said(name="Ida Martin", email="Ida@exemple.fr", part=1, awaited="le diaporama")


@pytest.fixture
def page():
    return workshop(WHEN, certainty="confirmed")


@pytest.fixture
def by():
    return organiser()


def ask(row, by, key=""):
    return acts.ask_contributor(row, key=key or str(uuid.uuid4()), by=by)


def test_person_on_the_list_is_written_to_only_when_asked(page, by):
    row = acts.add_contributor(page, IDA, by=by)
    assert (row.standing, row.email_key, OutgoingMail.objects.count()) == ("to_ask", "ida@exemple.fr", 0)
    row = ask(row, by)
    mail = OutgoingMail.objects.get()
    assert (row.standing, row.last_written_at is not None) == ("asked", True)
    assert (mail.recipient, mail.is_confidential, mail.not_after) == ("Ida@exemple.fr", True, page.when.ends_at)
    assert [words in mail.text for words in (private_url(row), "le diaporama", "Comment on fait ?")] == [True] * 3


def test_button_pressed_twice_writes_once_and_asking_again_keeps_what_was_said(page, by):
    row = acts.add_contributor(page, IDA, by=by)
    for _ in range(2):
        ask(row, by, key="même")
    assert OutgoingMail.objects.count() == 1
    answer_request(row, "confirmed")
    assert (ask(row, by).standing, OutgoingMail.objects.filter(kind="contributor-asked").count()) == ("confirmed", 2)


def test_nobody_is_asked_who_declined_nor_after_the_workshop(page, by):
    declined = make_contributor(page, standing="declined")
    late = make_contributor(workshop(PAST, certainty="confirmed"))
    for row in (declined, late):
        with pytest.raises(WrongState):
            ask(row, by)
    assert OutgoingMail.objects.count() == 0


def test_address_is_on_the_list_once(page, by):
    acts.add_contributor(page, IDA, by=by)
    other = acts.add_contributor(page, Said("Ada", "ada@exemple.fr", part=2), by=by)
    for act in (
        lambda: acts.add_contributor(page, Said("Ida", "IDA@exemple.fr ", part=2), by=by),
        lambda: acts.change_contributor(other, Said("Ada", "ida@exemple.fr", part=2), by=by),
    ):
        with pytest.raises(WrongState, match="déjà dans la liste"):
            act()
    assert Contributor.objects.count() == 2


def test_speaker_has_a_part_and_a_host_needs_none(page, by):
    with pytest.raises(WrongState, match="dans quelle partie"):
        acts.add_contributor(page, Said("Ida", "ida@exemple.fr"), by=by)
    assert acts.add_contributor(page, Said("Ida", "ida@exemple.fr", role="host"), by=by).part is None


def test_another_address_is_somebody_who_said_nothing(page, by):
    row = answer_recording(answer_request(ask(acts.add_contributor(page, IDA, by=by), by), "confirmed"), "agreed")
    kept = acts.change_contributor(row, Said("Ida M.", "IDA@exemple.fr", part=2), by=by)
    assert (kept.name, kept.standing, kept.recording) == ("Ida M.", "confirmed", "agreed")
    other = acts.change_contributor(row, Said("Ada", "ada@exemple.fr", part=2), by=by)
    said = (other.standing, other.recording, other.recording_version, other.recording_at, other.last_written_at)
    assert said == ("to_ask", "silent", "", None, None)


def test_only_organisers_write_the_list(page):
    other, row = member("x@exemple.fr"), make_contributor(page)
    for act in (
        lambda: acts.add_contributor(page, IDA, by=other),
        lambda: acts.change_contributor(row, IDA, by=other),
        lambda: acts.remove_contributor(row, by=other),
        lambda: ask(row, other),
        lambda: acts.note_answer(row, "declined", by=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    row.refresh_from_db()
    assert (Contributor.objects.count(), row.name, row.standing) == (1, "Prénom Hôte", "confirmed")


def test_answer_changes_until_the_workshop_is_over(page, by):
    row = make_contributor(page, standing="asked")
    assert [answer_request(row, answer).standing for answer in ("confirmed", "declined", "confirmed")] == [
        "confirmed",
        "declined",
        "confirmed",
    ]
    assert acts.note_answer(row, "declined", by=by).standing == "declined"
    late = make_contributor(workshop(PAST, certainty="confirmed"), standing="asked")
    for answer in ("confirmed", "to_ask"):
        with pytest.raises(WrongState):
            answer_request(late, answer)
    with pytest.raises(WrongState):
        answer_request(row, "to_ask")


def test_what_is_said_of_a_recording_is_kept_with_its_text_and_instant_after_the_workshop_too():
    row = make_contributor(workshop(PAST, certainty="held"))
    before = timezone.now()
    row = answer_recording(row, "agreed")
    assert (row.recording, row.recording_version, row.recording_at >= before) == ("agreed", VERSION, True)
    first = row.recording_at
    assert answer_recording(row, "agreed").recording_at == first
    row = answer_recording(row, "refused")
    assert (row.recording, row.recording_at > first, VERSION in TEXTS) == ("refused", True, True)
    with pytest.raises(WrongState):
        answer_recording(row, "silent")


def test_recording_waits_for_everybody_who_is_expected(page):
    host, speaker = make_contributor(page), make_contributor(page, "b@exemple.fr", role="speaker", part=1)
    make_contributor(page, "c@exemple.fr", standing="declined")
    assert (list(who_blocks_recording(page)), recording_is_allowed(page)) == ([host, speaker], False)
    answer_recording(host, "agreed")
    answer_recording(speaker, "refused")
    assert (list(who_blocks_recording(page)), recording_is_allowed(page)) == ([speaker], False)
    answer_recording(speaker, "agreed")
    assert recording_is_allowed(page)


def test_decisions_are_told_to_who_was_asked_and_did_not_decline(page, by):
    asked, confirmed = make_contributor(page, "a@exemple.fr", standing="asked"), make_contributor(page, "b@exemple.fr")
    make_contributor(page, "c@exemple.fr", standing="declined")
    make_contributor(page, "d@exemple.fr", standing="to_ask")
    set_certainty(page, "cancelled", by=by, reason="La salle est fermée.")
    send_announcements(timezone.now() + timedelta(minutes=16))
    mails = {mail.recipient: mail.text for mail in OutgoingMail.objects.filter(kind="workshop-decided")}
    assert sorted(mails) == ["a@exemple.fr", "b@exemple.fr"]
    assert [private_url(row) in mails[row.email] for row in (asked, confirmed)] == [True, True]


def test_names_are_forgotten_three_months_after_and_what_was_said_of_a_recording_stays():
    page = workshop(PAST, certainty="held")
    agreed = answer_recording(make_contributor(page, organisation="Ville"), "agreed")
    silent = make_contributor(page, "b@exemple.fr", awaited="le diaporama")
    make_contributor(page, "c@exemple.fr", standing="declined")
    assert purge_contributors(datetime(2026, 4, 15, 12, tzinfo=UTC)) == 0
    assert purge_contributors(datetime(2026, 4, 16, 12, tzinfo=UTC)) == 3
    assert purge_contributors(datetime(2026, 4, 17, 12, tzinfo=UTC)) == 0
    rows = list(page.contributors.order_by("pk"))
    assert [(row.name, row.organisation, row.email, row.awaited) for row in rows] == [("", "", "", "")] * 2
    assert [(row.recording, row.recording_at) for row in rows] == [
        ("agreed", agreed.recording_at),
        ("silent", None),
    ]
    assert list(who_blocks_recording(page)) == [silent]
    assert list(Contributor.objects.expected()) == []


def test_names_of_a_workshop_to_come_or_postponed_are_kept_for_two_years():
    page, dateless = workshop(PAST, certainty="postponed"), workshop("", certainty="proposed")
    for number, each in enumerate((page, dateless)):
        make_contributor(each, f"a{number}@exemple.fr", since=datetime(2026, 1, 1, tzinfo=UTC))
    assert purge_contributors(datetime(2027, 12, 31, tzinfo=UTC)) == 0
    assert purge_contributors(datetime(2028, 1, 2, tzinfo=UTC)) == 2
    assert Contributor.objects.count() == 0


def test_who_was_taken_out_or_forgotten_answers_no_more(page, by):
    removed, forgotten = make_contributor(page), make_contributor(page, "b@exemple.fr")
    Contributor.objects.filter(pk=removed.pk).delete()
    Contributor.objects.filter(pk=forgotten.pk).update(email="", email_key="", name="")
    for row in (removed, forgotten):
        for act in (lambda row: answer_request(row, "confirmed"), lambda row: answer_recording(row, "agreed")):
            with pytest.raises(WrongState, match="n’est plus dans la liste"):
                act(row)
    assert OutgoingMail.objects.count() == 0


def test_mails_that_hold_the_link_are_forgotten_once_they_have_left(page, by):
    row = ask(make_contributor(page, standing="to_ask"), by)
    answer_request(row, "confirmed")
    assert (len(deliver()), list(OutgoingMail.objects.values_list("text", flat=True))) == (2, ["", ""])


def test_person_takes_their_data_away_and_is_erased(page):
    past = workshop(PAST, certainty="held")
    make_contributor(page, "Ida@exemple.fr", name="Ida")
    answer_recording(make_contributor(past, "ida@exemple.fr", name="Ida"), "refused")
    make_contributor(past, "autre@exemple.fr")
    ida = Person(email="IDA@exemple.fr")
    told = export_contributions(ida)
    assert [(row["atelier"], row["enregistrement"]) for row in told] == [
        (page.title, "Pas encore dit"),
        (past.title, "Refuse l’enregistrement"),
    ]
    erase_contributions(ida, Erasure(timezone.now(), keep_published=True))
    assert export_contributions(ida) == []
    assert [(row.name, row.recording) for row in past.contributors.order_by("pk")] == [
        ("", "refused"),
        ("Prénom Hôte", "silent"),
    ]
    assert WorkshopPage.objects.get(pk=page.pk).contributors.count() == 0
