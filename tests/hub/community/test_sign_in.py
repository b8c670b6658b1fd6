"""Signing in by an e-mailed code, and who may enter the administration."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client

from hub.community.models import Member, email_key
from hub.mail.models import OutgoingMail
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.harness.mails import deliver, sign_in_code
from tests.harness.mistakes import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    home_page()
    person = Member.objects.create_user("Membre@Exemple.FR")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client, email: str):
    client.post("/connexion/", {"email": email})
    code = sign_in_code()
    return client.post("/connexion/code/", {"code": code})


def test_member_signs_in_by_the_code_of_the_mail(client, member):
    response = sign_in(client, "membre@exemple.fr")
    assert (response.status_code, response["Location"]) == (302, "/mon-espace/")
    assert client.get("/mon-espace/").context["member"] == member


def test_address_is_read_as_everywhere_else(client, member):
    response = sign_in(client, "Membre <mailto:membre@exemple.fr>")
    assert response["Location"] == "/mon-espace/"


@pytest.mark.parametrize("address", ["x@gmial.com", "y@gmial.com"])
def test_mistyped_address_is_asked_about_whether_it_is_known_or_not(client, member, address):
    Member.objects.filter(pk=member.pk).update(email="x@gmial.com", email_key="x@gmial.com")
    page = client.post("/connexion/", {"email": address}).content.decode()
    assert f"Vouliez-vous dire {address[0]}@gmail.com" in page
    answer = client.post("/connexion/", {"email": address, "email-relue": address})
    assert answer["Location"] == "/connexion/code/"


def test_known_and_unknown_addresses_get_the_same_answer(client, member):
    known = client.post("/connexion/", {"email": member.email})
    unknown = client.post("/connexion/", {"email": "personne@exemple.fr"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in deliver()] == [[member.email]]


def test_wrong_code_is_refused_in_french(client, member):
    client.post("/connexion/", {"email": member.email})
    response = client.post("/connexion/code/", {"code": "FAUX-CODE"})
    assert response.status_code == 200
    assert "Une réponse est à corriger" in response.content.decode()


def test_wrong_codes_say_what_to_do_next_with_the_focus(client, member):
    client.post("/connexion/", {"email": member.email})
    pages = [client.post("/connexion/code/", {"code": "FAUX-CODE"}, follow=True) for _ in range(3)]
    heard = [told(page.content.decode()) for page in pages]
    assert [(each.title[:6], each.focused) for each in heard] == [("Erreur", ["summary"])] * 3
    assert "ou demandez un autre code." in heard[0].lines[0][2]
    assert "Demandez-en un autre, ou attendez un peu." in pages[-1].text.replace("\u202f", " ")


@pytest.mark.parametrize(("age", "goes_to"), [(540, "/mon-espace/"), (601, "/connexion/")])
def test_code_is_good_for_ten_minutes(client, member, age, goes_to):
    client.post("/connexion/", {"email": member.email})
    session = client.session
    stage = session["account_login"]["state"]["stages"]["login_by_code"]
    stage["data"]["at"] -= age
    session.save()
    response = client.post("/connexion/code/", {"code": sign_in_code()})
    assert (response.status_code, response["Location"]) == (302, goes_to)


def test_nobody_signs_up_alone(client, member):
    client.post("/compte/signup/", {"email": "nouvelle@exemple.fr"})
    assert list(Member.objects.values_list("email", flat=True)) == [member.email]


def test_plain_member_is_told_that_the_administration_is_closed(client, member):
    client.force_login(member)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "n’est pas ouverte à ce compte" in response.content.decode()


def test_unknown_visitor_of_the_administration_is_sent_to_the_sign_in_page(client, member):
    response = client.get("/admin/", follow=True)
    assert [url.split("?")[0] for url, _ in response.redirect_chain] == ["/connexion/acces/", "/connexion/"]


def test_administration_asks_for_a_second_factor_where_settings_say_so(client, member, settings):
    group = Group.objects.create(name="Essai")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(group)
    client.force_login(member)
    assert client.get("/admin/").status_code == 200
    settings.ADMIN_REQUIRES_SECOND_FACTOR = True
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/compte/second-facteur/")


@pytest.mark.parametrize("typed", [" Membre@exemple.fr", "MEMBRE@EXEMPLE.FR", "membre＠exemple.fr"])
def test_address_is_unique_whatever_its_case_and_width(typed):
    assert email_key(typed) == "membre@exemple.fr"


def test_sign_out_needs_a_button(client, member):
    client.force_login(member)
    client.get("/deconnexion/")
    assert client.get("/mon-espace/").status_code == 200
    client.post("/deconnexion/")
    assert client.get("/mon-espace/").status_code == 302


def test_known_and_unknown_addresses_leave_the_same_cookies_and_pages(member):
    pages = []
    for email in (member.email, "personne@exemple.fr"):
        browser = Client()
        answer = browser.post("/connexion/", {"email": email})
        cookies = {
            name: {key: value for key, value in morsel.items() if key != "expires"}
            for name, morsel in answer.cookies.items()
        }
        page = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", browser.get("/connexion/code/").content)
        pages.append((answer.status_code, answer["Location"], cookies, page))
    assert pages[0] == pages[1]


def test_too_many_codes_are_refused_the_same_way_for_everybody(member):
    answers = []
    for email in (member.email, "personne@exemple.fr"):
        answers.append([Client().post("/connexion/", {"email": email}).status_code for _ in range(5)])
    assert answers[0] == answers[1] == [302, 302, 302, 200, 200]
    assert len(deliver()) == 3


def test_too_many_demands_are_told_in_french(member):
    for _ in range(4):
        answer = Client().post("/connexion/", {"email": member.email})
    assert answer.context["form"].errors["email"][0].startswith("Trop de tentatives")


def test_another_code_may_be_asked_for(client, member):
    client.post("/connexion/", {"email": "faute@exemple.fr"})
    assert client.get("/connexion/")["Location"].startswith("/connexion/code/")
    assert client.post("/deconnexion/", {"next": "/connexion/"})["Location"] == "/connexion/"
    assert client.get("/connexion/").status_code == 200
    sign_in(client, member.email)
    assert client.get("/mon-espace/").status_code == 200


@pytest.mark.parametrize("place", ["https://exemple.org/", "//exemple.org/", "javascript:alert(1)", "/\\exemple.org"])
def test_sign_in_leads_nowhere_outside(client, member, place):
    client.post("/connexion/", {"email": member.email, "next": place})
    code = sign_in_code()
    answer = client.post("/connexion/code/", {"code": code, "next": place})
    assert answer["Location"] == "/mon-espace/"


def test_sign_in_leads_back_inside(client, member):
    client.post("/connexion/?next=/ateliers/", {"email": member.email, "next": "/ateliers/"})
    code = sign_in_code()
    assert client.post("/connexion/code/", {"code": code, "next": "/ateliers/"})["Location"] == "/ateliers/"


@pytest.mark.parametrize(
    "path", ["login/", "signup/", "email/", "password/set/", "password/change/", "password/reset/", "confirm-email/"]
)
def test_pages_of_allauth_that_we_do_not_use_are_closed(client, member, path):
    client.force_login(member)
    assert client.get(f"/compte/{path}").status_code == 404


def test_closed_account_gets_no_further(client, member):
    Member.objects.update(is_active=False)
    client.post("/connexion/", {"email": member.email})
    assert client.get("/mon-espace/").status_code == 302


@pytest.mark.parametrize("email", ["\x00", "a@b\nBcc: c@exemple.fr", "x" * 200_000, "é", "a@b@c"])
def test_bad_address_at_sign_in_is_refused_without_error(client, member, email):
    assert client.post("/connexion/", {"email": email}).status_code == 200
    assert mail.outbox == []


def test_code_travels_through_the_outbox_and_leaves_no_trace(client, member):
    client.post("/connexion/", {"email": member.email})
    queued = OutgoingMail.objects.get()
    assert (queued.kind, queued.state, queued.is_confidential, mail.outbox) == ("sign-in-code", "queued", True, [])
    assert queued.not_after - queued.created_at > timedelta(minutes=9)
    code = sign_in_code()
    queued.refresh_from_db()
    assert (queued.state, queued.text, code in queued.subject) == ("sent", "", False)


def test_unknown_address_writes_nothing(client, member):
    client.post("/connexion/", {"email": "personne@exemple.fr"})
    assert OutgoingMail.objects.count() == 0


# ---------------------------------------------------------------- where people arrive
def test_who_organises_arrives_on_the_dashboard(client, settings):
    settings.ADMIN_REQUIRES_SECOND_FACTOR = False
    assert sign_in(client, organiser().email)["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("asked", "arrives"),
    [
        ("/admin/propositions/?state=submitted", "/admin/propositions/?state=submitted"),
        ("https://ailleurs.example/", "/admin/"),
        ("//ailleurs.example/admin/", "/admin/"),
        ("/deconnexion/", "/admin/"),
    ],
)
def test_who_asked_for_a_screen_arrives_there(client, asked, arrives):
    door = client.get("/connexion/acces/", {"next": asked})["Location"]
    assert arrived(client, door) == arrives


def arrived(client, door: str) -> str:
    """Where an organiser is led who comes in by `door`: each form sends on what the page before was asked."""
    asked = {"next": client.get(door).context["redirect_field_value"] or ""}
    client.post("/connexion/", {"email": organiser().email, **asked})
    return client.post("/connexion/code/", {"code": sign_in_code(), **asked})["Location"]
