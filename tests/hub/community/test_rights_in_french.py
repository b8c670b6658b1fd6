"""What administrators read when they give rights to a group."""

import pytest
from django.contrib.auth.models import Permission

from hub.community.organisers import grant_organiser_rights
from tests.factories.organisers import administrator
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


def names() -> dict[str, str]:
    return dict(Permission.objects.values_list("codename", "name"))


def test_rights_are_named_in_french():
    Permission.objects.filter(codename="add_term").update(name="Can add terme")
    grant_organiser_rights()
    named = names()
    assert (named["add_term"], named["publish_page"]) == ("Ajouter : terme", "Publier : page")
    assert named["bulk_delete_page"] == "Supprimer avec ce qui est dessous : page"
    left = [name for name in named.values() if name.startswith(("Can ", "Delete ", "Lock", "Publish ", "Unlock "))]
    assert left == ["Can access Wagtail admin"]


def test_group_is_given_rights_in_french(client):
    home_page()
    client.force_login(administrator())
    assert "Ajouter : terme" in client.get("/admin/groups/new/").text
