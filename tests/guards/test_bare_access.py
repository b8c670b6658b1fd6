"""Whoever enters the administration and may nothing there is sent home, or told so, by every screen of ours."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from casestudies.wagtail_hooks import register_urls, report_urls, verification_urls
from hub.community.actions.invitations import invite_organiser
from hub.community.wagtail_hooks import people_urls
from hub.home.wagtail_hooks import site_settings_urls
from tests.factories.followups import recommendation, state
from tests.factories.organisers import member, organiser
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.dump import dump
from workshops.models import Cycle
from workshops.wagtail_hooks import decision_urls, radar_url

#: Its door asks for the second factor first.
BEHIND_A_DOOR = {"give_back_factor"}
URLS = [*decision_urls(), *radar_url(), *report_urls(), *verification_urls(), *register_urls(), *site_settings_urls()]
URLS += [url for url in people_urls() if url.name not in BEHIND_A_DOOR]
#: What Django writes down of any visit.
OF_A_VISIT = {"django_session"}


@pytest.fixture
def numbers(db) -> dict[str, int]:
    """Parts of the addresses, of real things; `pk` by the beginning of the name."""
    page = workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed")
    registered(desk_of(page, capacity=1))
    asked = recommendation("Lire")
    cycle = Cycle.objects.create(label="2099", slug="2099", period="2099")
    invitation = invite_organiser("neuve@exemple.fr", by=organiser())
    numbers = {"workshop": page.pk, "cycle": cycle.pk, "follow": asked.pk, "revoke": invitation.pk}
    return {**numbers, "number": state(asked, "taken", "2024").pk, "proposal": 0, "extension": "csv"}


@pytest.mark.parametrize("url", URLS, ids=lambda url: url.name)
def test_screens_send_home_whoever_may_nothing(client, numbers, url):
    person = member()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    numbers["pk"] = next((number for name, number in numbers.items() if url.name.startswith(name)), 0)
    address = reverse(url.name, kwargs={part: numbers[part] for part in url.pattern.converters})
    client.get(address)
    before, home = dump(), reverse("wagtailadmin_home")
    answers = [client.get(address), client.post(address, {"decision": "set"})]
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} <= {
        (302, home),
        (403, None),
        (405, None),
    }
    assert {table for table, rows in dump().items() if rows != before[table]} - OF_A_VISIT == set()
