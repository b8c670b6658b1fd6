"""Pages and documents that are not for everybody: where they send people, and what these come back to."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from hub.core.middleware import PUBLIC_CSP
from hub.home.models import StandardPage
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.harness.mails import sign_in_code

pytestmark = pytest.mark.django_db
SECRET = "sésame"  # noqa: S105 -- of tests


@pytest.fixture(params=["page", "document"])
def restrict(request):
    """Puts a restriction of one kind on a page or on a document, and gives the address of what is closed."""
    home = home_page()
    made = []

    def put(kind: str, **fields: str) -> str:
        if request.param == "page":
            page = home.add_child(
                instance=StandardPage(title="Nos comptes", slug="comptes", introduction="Rien que pour nous.")
            )
            made.append(PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields))
            return "/comptes/"
        closed = Collection.get_first_root_node().add_child(instance=Collection(name="Entre nous"))
        made.append(CollectionViewRestriction.objects.create(collection=closed, restriction_type=kind, **fields))
        document = Document(title="Nos comptes", collection=closed)
        document.file.save("comptes.txt", ContentFile(b"Rien"))
        made.append(document.file)
        return document.url

    put.made = made
    yield put
    if request.param == "document":
        made[1].storage.delete(made[1].name)


def test_somebody_unknown_signs_in_and_comes_back(client, restrict):
    address = restrict("login")
    sent = client.get(address)
    assert (sent.status_code, sent["Location"]) == (302, f"/connexion/?next={address}")
    member("anne@exemple.fr")
    form = client.get(sent["Location"])
    assert f'name="next" value="{address}"' in form.text
    client.post("/connexion/", {"email": "anne@exemple.fr", "next": address})
    back = client.post("/connexion/code/", {"code": sign_in_code(), "next": address})
    assert (back.status_code, back["Location"], read(client, address)) == (302, address, 200)


def test_member_reads_what_is_for_members(client, restrict):
    address = restrict("login")
    client.force_login(member())
    assert read(client, address) == 200


def test_only_members_of_the_group_read_what_is_for_it(client, restrict):
    address = restrict("groups")
    group = Group.objects.create(name="Comptes")
    restrict.made[0].groups.add(group)
    assert client.get(address)["Location"] == f"/connexion/?next={address}"
    person = member()
    client.force_login(person)
    refused = client.get(address)
    assert (refused.status_code, refused["Content-Security-Policy"]) == (403, PUBLIC_CSP)
    assert "Accès refusé" in refused.text
    person.groups.add(group)
    client.force_login(person)
    assert read(client, address) == 200


def test_password_is_asked_in_the_clothes_of_the_site(client, restrict):
    page = client.get(restrict("password", password=SECRET))
    assert (page.status_code, page["Content-Security-Policy"]) == (200, PUBLIC_CSP)
    assert re.findall(r"<h1>(.*?)</h1>", page.text) == ["Mot de passe demandé"]
    assert '<label class="lbl" for="id_password">Mot de passe</label>' in page.text
    assert [word for word in ("style=", "<style", "Rien que pour nous", "aria-invalid") if word in page.text] == []
    assert "no-store" in page["Cache-Control"]


def test_wrong_password_is_refused_beside_the_field(client, restrict):
    address = restrict("password", password=SECRET)
    page = client.post(action_of(client.get(address)), {"password": "faux", "return_url": address})
    assert 'aria-invalid="true" aria-describedby="id_password_error"' in page.text
    assert 'id="id_password_error">Erreur. Le mot de passe que vous avez saisi est incorrect.' in page.text
    assert page["Content-Security-Policy"] == PUBLIC_CSP
    assert "Mot de passe demandé" in client.get(address).text


def test_right_password_opens_what_was_asked(client, restrict):
    address = restrict("password", password=SECRET)
    opened = client.post(action_of(client.get(address)), {"password": SECRET, "return_url": address})
    assert (opened.status_code, opened["Location"]) == (302, address)
    answer = client.get(address)
    assert (answer.status_code, b"Rien" in answer.getvalue()) == (200, True)


def read(client, address: str) -> int:
    """The status, once everything is read: a file that stays open is a warning."""
    answer = client.get(address)
    answer.getvalue()
    return answer.status_code


def action_of(page) -> str:
    return unescape(re.search(r'method="post" action="([^"]+)"', page.text)[1])
