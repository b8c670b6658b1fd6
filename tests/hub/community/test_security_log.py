"""The security log: what it keeps, how long, who reads it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from hub.community.actions.invitations import invite_organiser, revoke_invitation
from hub.community.actions.security import purge_security_log, record_event, truncated
from hub.community.enums import SecurityKind
from hub.community.models import SecurityEvent
from hub.community.organisers import ORGANISERS
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import home_page
from tests.harness.mails import deliver
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

LOG = "/admin/journal-de-securite/"


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_sign_in_and_wrong_code_are_kept_with_a_part_of_the_address(client):
    home_page()
    person = member()
    client.post("/connexion/", {"email": person.email}, REMOTE_ADDR="203.0.113.77")
    client.post("/connexion/code/", {"code": "FAUX"}, REMOTE_ADDR="203.0.113.77")
    client.force_login(person)
    lines = SecurityEvent.objects.order_by("pk").values_list("kind", "member", "network")
    assert list(lines) == [("code_refused", person.pk, "203.0.113.0/24"), ("signed_in", person.pk, "")]


def test_nothing_is_kept_of_an_unknown_address(client):
    home_page()
    client.post("/connexion/", {"email": "personne@exemple.fr"})
    client.post("/connexion/code/", {"code": "FAUX"})
    assert (kinds(), deliver()) == ([], [])


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::", "2001:db8:1::/48"), ("", ""), ("<b>", "")],
)
def test_address_is_kept_in_part(address, kept):
    assert truncated(address) == kept


def test_roles_and_invitations_are_kept():
    by = organiser()
    SecurityEvent.objects.all().delete()
    revoke_invitation(invite_organiser("nina@exemple.fr", by=by), by=by)
    person = member()
    person.groups.add(Group.objects.get(name=ORGANISERS))
    person.groups.clear()
    assert kinds() == ["invited", "invitation_revoked", "role_given", "role_taken"]
    assert set(SecurityEvent.objects.values_list("detail", flat=True)) == {"", ORGANISERS}


def test_log_is_forgotten_after_twelve_months():
    now = timezone.now()
    for days in (364, 366):
        SecurityEvent.objects.create(kind="signed_in", at=now - timedelta(days=days))
    assert purge_security_log(now) == 1
    assert [(now - event.at).days for event in SecurityEvent.objects.all()] == [364]


@pytest.mark.parametrize("reader", [organiser, administrator])
def test_log_is_read_and_never_written(client, reader):
    home_page()
    record_event(SecurityKind.SIGNED_OUT, member(), address="203.0.113.77")
    event = SecurityEvent.objects.latest("pk")
    client.force_login(reader())
    assert client.get(LOG).status_code == 200
    for place in ("new/", f"edit/{event.pk}/", f"delete/{event.pk}/"):
        assert client.get(LOG + place).status_code in (302, 404)
        assert client.post(LOG + place, {"kind": "signed_in"}).status_code in (302, 404)
    event.refresh_from_db()
    assert event.kind == "signed_out"


def test_log_is_closed_to_members(client):
    home_page()
    client.force_login(member())
    assert client.get(LOG)["Location"].split("?")[0] == "/connexion/acces/"


def test_log_queries_do_not_grow(client):
    home_page()
    client.force_login(organiser())
    first, *others = query_counts(client, LOG, lambda: record_event(SecurityKind.SIGNED_OUT, member()))
    assert others == [first, first]
