"""Addresses typed in the administration."""

import pytest
from django.forms import modelform_factory
from wagtail.admin.forms.models import WagtailAdminModelForm

from hub.community.forms import InviteForm, MemberForm
from hub.community.models import Authority
from hub.core.forms import AddressField, AddressInput
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority

pytestmark = pytest.mark.django_db


def test_every_field_of_an_address_in_the_administration_is_ours():
    of_authority = modelform_factory(Authority, form=WagtailAdminModelForm, fields=["contact_email"]).base_fields
    fields = [of_authority["contact_email"], MemberForm.base_fields["email"], InviteForm.base_fields["email"]]
    assert [(type(field), type(field.widget)) for field in fields] == [(AddressField, AddressInput)] * 3


def test_contact_of_an_authority_is_read_and_questioned(client):
    home_page()
    client.force_login(organiser())
    place = authority()
    path = f"/admin/snippets/community/authority/edit/{place.pk}/"
    form = client.get(path).context["form"]
    sent = {name: "" if value is None else value for name, value in form.initial.items()}

    def after(typed: str, **more: str) -> tuple[str, str]:
        page = client.post(path, {**sent, "contact_email": typed, **more})
        place.refresh_from_db()
        said = page.context["form"].errors.get("contact_email", [""])[0] if page.status_code == 200 else ""
        return said.partition(" ?")[0], place.contact_email

    assert after("Mairie <mairie@ville.fr>") == ("", "mairie@ville.fr")
    assert after("mairie@ville.fr\nBcc: a@b.fr")[1] == "mairie@ville.fr"
    assert after("mairie@ornage.fr") == ("Vouliez-vous dire mairie@orange.fr", "mairie@ville.fr")
    assert after("mairie@ornage.fr", **{"contact_email-relue": "mairie@ornage.fr"}) == ("", "mairie@ornage.fr")
