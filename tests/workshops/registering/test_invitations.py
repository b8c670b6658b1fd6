"""Who has a seat finds the workshop in their own calendar; it follows every decision, and leaves when they do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.core.dates.when import When
from hub.mail.models import OutgoingMail
from hub.mail.sending import send_due_mails
from tests.factories.organisers import organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.invitations import Invited, invited, part_of
from tests.harness.smtp import mail_server
from workshops.models import SentInvitations, WorkshopPage
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.decisions import fix_date, set_certainty
from workshops.registering.actions.desk import cancel, refuse
from workshops.registering.actions.seats import cancel_registration, confirm_registration
from workshops.registering.links import join_url

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def page():
    return workshop(WHEN, certainty="confirmed", title="Rendre des comptes")


@pytest.fixture
def desk(page):
    return desk_of(page, capacity=1)


def sent_to(row) -> list[Invited]:
    mails = OutgoingMail.objects.filter(recipient=row.email).exclude(calendar="").order_by("pk")
    found = [invited(mail.calendar) for mail in mails]
    assert [each.method for each in found] == [mail.calendar_method for mail in mails]
    return found


def again(page):
    return WorkshopPage.objects.get(pk=page.pk)


def announce():
    send_announcements(timezone.now() + timedelta(minutes=16))


def test_seat_comes_with_an_invitation_of_its_own(desk, page, settings):
    settings.DEFAULT_FROM_EMAIL = "Agorathèque <bonjour@exemple.fr>"
    row = registered(desk, "ida@exemple.fr")
    (found,) = sent_to(row)
    event = found.event
    assert found.told == ("REQUEST", "CONFIRMED", "Rendre des comptes")
    assert (str(event["uid"]), found.sequence) == (str(page.uid), 1)
    assert (str(event["organizer"]), event["organizer"].params) == ("mailto:bonjour@exemple.fr", {})
    assert (str(event["attendee"]), dict(event["attendee"].params)) == (
        "mailto:ida@exemple.fr",
        {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"},
    )
    assert str(event["conference"]) == join_url(row)
    assert str(event["description"]).splitlines()[0] == f"Rejoindre la visioconférence : {join_url(row)}"
    mail = OutgoingMail.objects.exclude(calendar="").get()
    assert mail.created_at - event["dtstamp"].dt < timedelta(seconds=2)
    assert "mercredi 18 mars 2099" in mail.text
    assert "/atelier.ics" in mail.text


def test_who_asks_or_waits_gets_no_invitation(desk):
    registered(desk, "ida@exemple.fr")
    assert [sent_to(asked(desk, "a@exemple.fr")), sent_to(registered(desk, "b@exemple.fr"))] == [[], []]


def test_workshop_without_day_sends_no_invitation(db):
    assert sent_to(registered(desk_of(workshop("2099-06")))) == []


def test_who_leaves_and_comes_back_is_told_under_growing_numbers(desk):
    row = registered(desk)
    cancel_registration(row)
    confirm_registration(row)
    found = sent_to(row)
    assert [each.told[:2] for each in found] == [
        ("REQUEST", "CONFIRMED"),
        ("CANCEL", "CANCELLED"),
        ("REQUEST", "CONFIRMED"),
    ]
    assert [each.sequence for each in found] == [1, 2, 3]
    assert found[1].told[2] == "[Inscription annulée] Rendre des comptes"
    assert ["CONFERENCE" in each.text for each in found] == [True, False, True]


def test_freed_seat_comes_with_an_invitation(desk):
    first, second = registered(desk), registered(desk)
    cancel(first, by=organiser())
    assert [each.method for each in sent_to(first)] == ["REQUEST", "CANCEL"]
    assert [each.method for each in sent_to(second)] == ["REQUEST"]


def test_who_was_never_confirmed_gets_no_cancellation(page):
    by = organiser()
    desk = desk_of(page, who="approval")
    refused, left = registered(desk), registered(desk)
    refuse(refused, by=by)
    cancel(left, by=by)
    assert [sent_to(refused), sent_to(left)] == [[], []]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"when": "2099-04-01T10:00/2099-04-01T12:00"}, ("REQUEST", "CONFIRMED", "")),
        ({"when": "2099-04"}, ("CANCEL", "CANCELLED", "[Date à préciser] ")),
        ({"certainty": "tentative"}, ("REQUEST", "TENTATIVE", "[Sous réserve] ")),
        ({"certainty": "cancelled"}, ("CANCEL", "CANCELLED", "[Annulé] ")),
        ({"certainty": "postponed"}, ("CANCEL", "CANCELLED", "[Reporté] ")),
        ({"certainty": "void"}, ("CANCEL", "CANCELLED", "[Sans objet] ")),
        ({"place": "Mairie de Rouen", "mode": "on_site"}, ("REQUEST", "CONFIRMED", "")),
    ],
    ids=str,
)
def test_every_change_reaches_the_calendar_of_who_comes_and_theirs_only(desk, page, change, told):
    seated, waiting = registered(desk, "ida@exemple.fr"), registered(desk, "bob@exemple.fr")
    page = again(page)
    page.save_revision().publish()
    OutgoingMail.objects.all().delete()
    page = again(page)
    for name, value in change.items():
        setattr(page, name, When.parse(value) if name == "when" else value)
    page.save()
    page.save_revision().publish()
    announce()
    (found,) = sent_to(seated)
    assert found.told == (*told[:2], f"{told[2]}Rendre des comptes")
    assert (found.sequence, str(found.event["uid"])) == (2, str(page.uid))
    assert sent_to(waiting) == []
    assert OutgoingMail.objects.filter(recipient=seated.email).count() == 1


def test_change_that_only_calendars_tell_is_mailed_to_who_comes_only(desk, page):
    seated, waiting = registered(desk, "ida@exemple.fr"), registered(desk, "bob@exemple.fr")
    OutgoingMail.objects.all().delete()
    set_certainty(again(page), "tentative", by=organiser())
    announce()
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (seated.email, "Atelier modifié : Rendre des comptes")
    assert "(sous réserve)" in mail.text
    assert waiting.state == "waiting"


def test_new_place_is_told_in_words(desk, page):
    registered(desk)
    OutgoingMail.objects.all().delete()
    page = again(page)
    page.place, page.mode = "Mairie de Rouen", "on_site"
    page.save()
    announce()
    mail = OutgoingMail.objects.get()
    assert "Où : Mairie de Rouen (avant : Visioconférence)" in mail.text
    assert "CONFERENCE" not in mail.calendar


def test_number_of_invitations_is_at_least_that_of_feeds(desk, page):
    WorkshopPage.objects.filter(pk=page.pk).update(sequence=7)
    row = registered(desk)
    assert (sent_to(row)[0].sequence, SentInvitations.objects.get().sequence) == (7, 7)


def test_decision_told_to_30_costs_one_reading_of_the_workshop(page, django_assert_max_num_queries):
    desk = desk_of(page)
    rows = [registered(desk) for _ in range(30)]
    OutgoingMail.objects.all().delete()
    fix_date(again(page), When.parse("2099-04-01T10:00/2099-04-01T12:00"), "confirmed", by=organiser())
    # Two for each mail: the look-up of its key, and its row.
    with django_assert_max_num_queries(30 * 4 + 60):
        announce()
    numbers = {each.sequence for row in rows for each in sent_to(row)}
    assert len(numbers) == 1


def test_all_day_invitation_says_so_to_outlook(db):
    (found,) = sent_to(registered(desk_of(workshop("2099-03-18", certainty="confirmed"))))
    assert str(found.event["x-microsoft-cdo-alldayevent"]) == "TRUE"
    assert "VTIMEZONE" not in found.text


def test_invitation_is_the_last_form_of_the_mail_on_the_wire(desk, settings):
    row = registered(desk, "ida@exemple.fr")
    with mail_server() as server:
        settings.EMAIL_BACKEND = "hub.mail.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        send_due_mails()
    message = server.messages[-1]
    part = part_of(message)
    kinds = [each.get_content_type() for each in message.iter_parts()]
    assert (message.get_content_type(), kinds) == (
        "multipart/alternative",
        ["text/plain", "text/html", "text/calendar"],
    )
    assert {name: part.get_param(name) for name in ("charset", "method", "component")} == {
        "charset": "UTF-8",
        "method": "REQUEST",
        "component": "VEVENT",
    }
    assert (part["Content-Transfer-Encoding"], part["Content-Disposition"]) == ("base64", None)
    found = invited(part.get_payload(decode=True).decode())
    assert (found.method, message["To"]) == ("REQUEST", row.email)
    assert str(found.event["organizer"]) == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert join_url(row) in found.text
    assert list(OutgoingMail.objects.order_by().values_list("calendar", flat=True).distinct()) == [""]
