"""The organisers' screen: rules, people, presence, messages, files."""

import re

import pytest
from django.db import connection, transaction
from django.urls import reverse

from hub.core.errors import NotAllowed, WrongState
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.beside import beside
from tests.harness.queries import query_counts
from workshops.models import Registration, RegistrationDesk
from workshops.registering.actions import desk as acts
from workshops.registering.actions.desk import Rules, rules_of, set_rules
from workshops.registering.models import awaited_below

WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def page(db):
    return workshop(WHEN, certainty="confirmed")


@pytest.fixture
def by(db):
    return organiser()


@pytest.fixture
def screen(client, by, page):
    client.force_login(by)
    return reverse("workshop_registrations", args=[page.pk])


def rules(**more):
    return {"decision": "rules", "who": "everybody", "capacity": "2", "closes_at": "", "is_open": "on", **more}


def states(desk):
    return list(desk.registrations.order_by("pk").values_list("state", flat=True))


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_organiser_opens_registrations_and_changes_their_rules(client, screen, page):
    assert client.post(screen, rules()).status_code == 302
    desk = RegistrationDesk.objects.get()
    assert rules_of(desk) == Rules("everybody", 2, None, True)
    seen = {"seen-who": "everybody", "seen-capacity": "2", "seen-closes_at": "", "seen-is_open": "True"}
    answer = client.post(screen, rules(who="members", capacity="", closes_at="2099-03-18T12:00", **seen))
    assert answer.status_code == 302
    desk.refresh_from_db()
    assert (desk.who, desk.capacity, desk.closes_at.isoformat()) == ("members", None, "2099-03-18T11:00:00+00:00")


def test_two_organisers_who_change_the_rules_are_told(client, screen, page, by):
    desk = desk_of(page, capacity=5)
    seen = {"seen-who": "everybody", "seen-capacity": "2", "seen-closes_at": "", "seen-is_open": "True"}
    answer = client.post(screen, rules(capacity="3", **seen))
    assert answer.status_code == 409
    assert ("Quelqu’un d’autre vient de changer" in text_of(answer), 'value="3"' in answer.content.decode()) == (
        True,
        True,
    )
    desk.refresh_from_db()
    assert desk.capacity == 5


def test_registrations_are_open_unless_said_otherwise(page, by):
    assert set_rules(page, Rules("everybody"), seen=None, by=by).is_open
    shut = set_rules(page, Rules("everybody", is_open=False), seen=Rules("everybody"), by=by)
    assert not shut.is_open


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_second_of_two_organisers_who_open_registrations_together_is_told(page, by):
    with transaction.atomic():
        set_rules(page, Rules("everybody", 2), seen=None, by=by)
        second = beside(lambda: set_rules(page, Rules("everybody", 3), seen=None, by=by))
        assert not second.done()
    with pytest.raises(WrongState, match="vient de changer ces réglages"):
        second.result(60)
    assert RegistrationDesk.objects.get().capacity == 2


def test_fewer_seats_than_taken_is_refused_with_a_sentence(page, by):
    desk = desk_of(page, capacity=3)
    for _ in range(2):
        registered(desk)
    with pytest.raises(WrongState, match="2 personnes ont déjà leur place"):
        set_rules(page, Rules("everybody", 1), seen=rules_of(desk), by=by)
    assert RegistrationDesk.objects.get().capacity == 3
    assert set_rules(page, Rules("everybody", 2), seen=rules_of(desk), by=by).capacity == 2


def test_more_seats_go_to_who_waits(page, by):
    desk = desk_of(page, capacity=1)
    for _ in range(4):
        registered(desk)
    desk = set_rules(page, Rules("everybody", 3), seen=rules_of(desk), by=by)
    assert states(desk) == ["confirmed"] * 3 + ["waiting"]
    assert desk.taken == 3


@pytest.mark.parametrize("value", ["0", "-1", "99999999999999999999", "beaucoup", "2,5"])
def test_number_of_seats_that_is_none_is_a_sentence(client, screen, value):
    answer = client.post(screen, rules(capacity=value))
    assert answer.status_code == 422
    assert "Nombre de places : un nombre entier" in text_of(answer)
    assert RegistrationDesk.objects.count() == 0


def test_organiser_adds_somebody_who_is_told(client, screen, page):
    desk_of(page, capacity=1)
    answer = client.post(screen, {"decision": "add", "name": "Ida Martin", "email": "ida@exemple.fr"})
    assert answer.status_code == 302
    assert Registration.objects.get().state == "confirmed"
    assert OutgoingMail.objects.get().subject == f"Vous avez une place : {page.title}"
    again = client.post(screen, {"decision": "add", "name": "Ida", "email": "IDA@exemple.fr"})
    assert (again.status_code, "déjà une inscription" in text_of(again)) == (409, True)


def test_organiser_approves_refuses_and_cancels(client, screen, page):
    desk = desk_of(page, who="approval", capacity=1)
    one, two, three = (registered(desk) for _ in range(3))
    client.post(screen, {"decision": "approve", "personne": [one.pk, two.pk]})
    client.post(screen, {"decision": "refuse", "personne": three.pk})
    assert states(desk) == ["confirmed", "waiting", "refused"]
    client.post(screen, {"decision": "cancel", "personne": one.pk})
    assert states(desk) == ["cancelled", "confirmed", "refused"]


def test_presence_is_noted_for_who_had_a_seat(client, screen, page):
    desk = desk_of(page, capacity=1)
    one, two = registered(desk, name="Ada Place"), registered(desk, name="Zoé Attend")
    answer = client.post(screen, {"decision": "present", "personne": [one.pk, two.pk]}, follow=True)
    assert "Zoé Attend : Seules les personnes qui ont une place" in text_of(answer)
    assert "Présence notée : 1." in text_of(answer)
    client.post(screen, {"decision": "absent", "personne": two.pk})
    assert list(desk.registrations.order_by("pk").values_list("has_come", flat=True)) == [True, None]


def test_screen_shows_people_by_state_each_once(client, screen, page):
    desk = desk_of(page, capacity=1)
    seated, waits, unproved = registered(desk), registered(desk), asked(desk)
    groups = {label: [row.pk for row in rows] for label, rows in client.get(screen).context["groups"]}
    assert groups["Place confirmée"] == [seated.pk]
    assert groups["Liste d’attente"] == [waits.pk]
    assert sorted(pk for rows in groups.values() for pk in rows) == [seated.pk, waits.pk, unproved.pk]


def test_message_goes_once_to_each_chosen_person(client, screen, page):
    desk = desk_of(page, capacity=1)
    one, two, unproved = registered(desk), registered(desk), asked(desk)
    OutgoingMail.objects.all().delete()
    sent = {
        "decision": "write",
        "personne": [one.pk, two.pk, unproved.pk],
        "key": "0a0c5b1e-3f2d-4a8e-9d3e-0f6a3d0a7c11",
        "subject": "Les documents",
        "text": "Bonjour.",
    }
    for _ in range(2):
        assert client.post(screen, sent).status_code == 302
    assert list(OutgoingMail.objects.order_by("recipient").values_list("recipient", flat=True)) == sorted(
        [one.email, two.email]
    )


def test_refused_message_keeps_its_words_and_who_was_chosen(client, screen, page):
    row = registered(desk_of(page))
    answer = client.post(screen, {"decision": "write", "personne": row.pk, "subject": "", "text": "Mes mots."})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert ("Mes mots." in shown, re.search(rf'value="{row.pk}"[^>]*checked', shown) is not None) == (True, True)


@pytest.mark.parametrize("people", [[], ["0"], ["x"], ["²"], ["9" * 40]])
def test_decision_about_nobody_is_a_sentence(client, screen, page, people):
    row = registered(desk_of(page))
    answer = client.post(screen, {"decision": "cancel", "personne": people})
    told = [words in text_of(answer) for words in ("Choisissez d’abord", row.email)]
    assert (answer.status_code, told) == (409, [True, True])


@pytest.mark.parametrize("decision", ["", "sell", "rules", "add", "write", "present"])
def test_unknown_or_empty_decisions_are_sentences(client, screen, decision):
    assert client.post(screen, {"decision": decision}).status_code in {409, 422}


def test_screen_is_read_or_sent_to_and_nothing_else(client, screen):
    assert [client.generic(method, screen).status_code for method in ("HEAD", "PUT", "DELETE")] == [200, 405, 405]


def test_message_to_nobody_who_comes_is_a_sentence(page, by):
    desk = desk_of(page)
    of_another = registered(desk_of(workshop("2099-04-18", certainty="confirmed")))
    for rows in ([], [asked(desk)], [of_another]):
        OutgoingMail.objects.all().delete()
        with pytest.raises(WrongState, match="au moins une personne"):
            acts.write_to(desk, rows, subject="a", text="b", key="c", by=by)
        assert OutgoingMail.objects.count() == 0


def test_decision_that_comes_second_is_refused(page, by):
    row = registered(desk_of(page, who="approval"))
    assert acts.approve(row, by=by).state == "confirmed"
    for act in (acts.approve, acts.refuse):
        with pytest.raises(WrongState, match="vient de changer"):
            act(row, by=by)
    assert states(row.desk) == ["confirmed"]
    Registration.objects.all().delete()
    with pytest.raises(WrongState, match="vient de changer"):
        acts.cancel(row, by=by)


@pytest.mark.parametrize("path", ["workshop_registrations", "file"])
def test_screen_and_files_send_away_who_may_not_publish(client, page, path):
    desk_of(page)
    client.force_login(member("lectrice@exemple.fr"))
    address = (
        reverse("workshop_registrations", args=[page.pk])
        if path != "file"
        else reverse("workshop_registrations_file", args=[page.pk, "csv"])
    )
    answer = client.get(address)
    assert (answer.status_code, "text/csv" in answer.headers["Content-Type"]) == (302, False)


def test_only_who_publishes_manages_registrations(page):
    desk = desk_of(page)
    row = registered(desk)
    other = member("lectrice@exemple.fr")
    for act in (
        lambda: set_rules(page, Rules("everybody"), seen=rules_of(desk), by=other),
        lambda: acts.add_registration(desk, email="x@exemple.fr", name="X", by=other),
        lambda: acts.cancel(row, by=other),
        lambda: acts.mark_presence(row, has_come=True, by=other),
        lambda: acts.write_to(desk, [row], subject="a", text="b", key="c", by=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_files_hold_the_list_defused_and_no_needs(client, screen, page):
    registered(desk_of(page), "ida@exemple.fr", name="=1+1", needs="Un besoin")
    answer = client.get(reverse("workshop_registrations_file", args=[page.pk, "csv"]))
    text = answer.content.decode("utf-8-sig")
    assert ("'=1+1" in text, "Un besoin" in text, "no-store" in answer.headers["Cache-Control"]) == (True, False, True)
    book = client.get(reverse("workshop_registrations_file", args=[page.pk, "xlsx"]))
    assert book.content[:2] == b"PK"
    assert client.get(reverse("workshop_registrations_file", args=[page.pk, "exe"])).status_code == 404


def test_screen_costs_the_same_for_1_3_and_30_people(client, screen, page):
    desk = desk_of(page)
    counts = query_counts(client, screen, lambda: registered(desk))
    assert len(set(counts)) == 1


def test_workshop_that_people_are_registered_for_is_not_deleted(client, screen, page):
    row = registered(desk_of(page))
    assert list(awaited_below(page.get_parent())) == [row.desk]
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "n’est pas supprimé : des personnes y sont inscrites" in text_of(answer)
    together = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert client.post(f"{together}?id={page.pk}").headers["Location"] == screen
    assert Registration.objects.filter(pk=row.pk).exists()
    client.post(screen, {"decision": "cancel", "personne": row.pk})
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Registration.objects.count() == 0
