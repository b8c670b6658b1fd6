"""The organisers' screen of the room, the shape of addresses, and the traps of providers."""

import re

import pytest
from django.urls import reverse

from hub.core.errors import NotAllowed, WrongState
from hub.mail.models import OutgoingMail
from tests.factories.contributing import make_contributor
from tests.factories.organisers import member, organiser
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from workshops.joining.actions import OTHER_MOVED, Room, remove_room, room_of, set_room, version
from workshops.joining.room_addresses import advice_for, fault_of
from workshops.models import MeetingLink

pytestmark = pytest.mark.django_db
ADDRESS = "https://visio.exemple.fr/salle-7?pwd=abc#debut"
PIECE = "L’adresse tient en un seul morceau"
PUBLIC = "L’adresse doit être celle d’un site public"
HTTPS = "L’adresse commence par « https:// »"


@pytest.fixture
def page():
    return workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed")


@pytest.fixture
def screen(client, page):
    client.force_login(organiser())
    return reverse("workshop_room", args=[page.pk])


def typed(**more):
    return {"decision": "set", "seen": "", "address": ADDRESS, "code": "4412", "phone": "", "host_notes": "", **more}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "https://zoom.us/j/123456789?pwd=x",
        "https://visio.exemple.fr:8443/a",
        "https://xn--caf-dma.fr/s",
        "https://a.b-c.example.org.",
    ],
)
def test_address_of_any_provider_is_kept(address):
    assert fault_of(address) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://visio.exemple.fr/", HTTPS),
        ("javascript:alert(1)", HTTPS),
        ("JavaScript:alert(1)//https://visio.exemple.fr", HTTPS),
        ("data:text/html,x", HTTPS),
        ("//visio.exemple.fr/", HTTPS),
        ("visio.exemple.fr", HTTPS),
        ("https://moi:secret@visio.exemple.fr/", "L’adresse porte un nom de compte"),
        ("https://visio.exemple.fr@autre.fr/", "L’adresse porte un nom de compte"),
        ("https://@visio.exemple.fr/", "L’adresse porte un nom de compte"),
        ("https://localhost/", PUBLIC),
        ("https://salle.localhost/", PUBLIC),
        ("https://127.0.0.1/", PUBLIC),
        ("https://10.1.2.3/a", PUBLIC),
        ("https://192.168.1.4:8443/", PUBLIC),
        ("https://8.8.8.8/", PUBLIC),
        ("https://2130706433/", PUBLIC),
        ("https://0x7f.0.0.0x1/", PUBLIC),
        ("https://127.0.0.1./", PUBLIC),
        ("https://１２７.0.0.1/", PUBLIC),
        ("https://[::1]/", PUBLIC),
        ("https://[fd00::1]/", PUBLIC),
        ("https://visio/", PUBLIC),
        ("https://visio.local/", PUBLIC),
        ("https://visio.mairie.lan/", PUBLIC),
        ("https:///salle", PUBLIC),
        ("https://visio.exemple.fr:99999/", "Cette adresse n’est pas comprise"),
        ("https://[visio/", "Cette adresse n’est pas comprise"),
        ("https://visio.exemple.fr\\@autre.fr/", PIECE),
        ("https://visio.exemple.fr/a b", PIECE),
        ("https://visio.exemple.fr/a\nX: y", PIECE),
        ("https://visio.exemple.fr/\u202e", PIECE),
        ("https://visio.exemple.fr/" + "a" * 500, "Cette adresse est trop longue"),
    ],
)
def test_address_that_leads_elsewhere_is_refused_in_a_sentence(client, page, screen, address, fault):
    assert fault_of(address).startswith(fault)
    answer = client.post(screen, typed(address=address, code="Gardé ?"))
    assert (answer.status_code, fault in text_of(answer), "Gardé ?" in answer.content.decode()) == (422, True, True)
    with pytest.raises(WrongState):
        set_room(page, Room(address), seen="", by=organiser("autre@exemple.fr"))
    assert MeetingLink.objects.count() == 0


def test_address_without_a_letter_or_with_nothing_readable_is_refused(client, screen):
    for address in ("", " ", "\0", "https://visio.exemple.fr/\0"):
        assert client.post(screen, typed(address=address)).status_code == 422


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("https://meet.jit.si/Atelier", ["meet.jit.si"]),
        ("https://jitsi.exemple.fr/Atelier", []),
        ("https://zoom.us/my/ida", ["Zoom : c’est une salle personnelle"]),
        ("https://ville.zoom.us/s/12?zak=x", ["Zoom : c’est le lien de qui démarre"]),
        ("https://ville.zoom.us/j/12", []),
        ("https://notzoom.us/my/ida", []),
    ],
)
def test_traps_of_providers_are_said(client, screen, address, advice):
    assert [words[: len(start)] for words, start in zip(advice_for(address), advice, strict=True)] == advice
    client.post(screen, typed(address=address))
    assert all(start in text_of(client.get(screen)) for start in advice)


def test_organiser_sets_changes_and_removes_the_room(client, page, screen):
    assert client.post(screen, typed()).status_code == 302
    link = MeetingLink.objects.get()
    assert room_of(link) == Room(ADDRESS, "4412")
    assert ADDRESS.replace("&", "&amp;") in client.get(screen).content.decode()
    assert client.post(screen, typed(seen=version(link), code="")).status_code == 302
    link.refresh_from_db()
    assert room_of(link) == Room(ADDRESS)
    assert client.post(screen, {"decision": "remove", "seen": version(link)}).status_code == 302
    assert MeetingLink.objects.count() == 0


def test_room_that_somebody_changed_meanwhile_is_not_overwritten(client, page, screen):
    by = organiser("autre@exemple.fr")
    set_room(page, Room("https://visio.exemple.fr/1"), seen="", by=by)
    answer = client.post(screen, typed())
    assert (answer.status_code, OTHER_MOVED in text_of(answer), ADDRESS in answer.content.decode()) == (409, True, True)
    assert client.post(screen, {"decision": "remove", "seen": ""}).status_code == 409
    assert MeetingLink.objects.get().address == "https://visio.exemple.fr/1"
    seen = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())[1]
    assert client.post(screen, typed(seen=seen)).status_code == 302


def test_change_of_room_writes_to_nobody(client, page, screen):
    registered(desk_of(page), "ida@exemple.fr")
    make_contributor(page)
    OutgoingMail.objects.all().delete()
    client.post(screen, typed())
    page.refresh_from_db()
    assert (OutgoingMail.objects.count(), page.sequence) == (0, 0)


def test_hosts_that_nobody_is_named_for_are_said_to_be_missing(client, page, screen):
    words = ("personne n’est nommé pour ouvrir la salle", "il manque un second hôte")

    def said():
        return [sentence in text_of(client.get(screen)) for sentence in words]

    assert said() == [True, True]
    make_contributor(page, standing="declined")
    assert said() == [True, True]
    make_contributor(page, "b@example.org")
    assert said() == [False, True]
    make_contributor(page, "c@example.org", role="second_host")
    assert said() == [False, False]


def test_only_organisers_see_or_change_the_room(client, page):
    address = reverse("workshop_room", args=[page.pk])
    set_room(page, Room(ADDRESS), seen="", by=organiser())
    other = member("membre@exemple.fr")
    client.force_login(other)
    for answer in (client.get(address), client.post(address, typed())):
        assert (answer.status_code, ADDRESS in answer.content.decode()) == (302, False)
    for act in (lambda: set_room(page, Room(ADDRESS), seen="", by=other), lambda: remove_room(page, seen="", by=other)):
        with pytest.raises(NotAllowed):
            act()
