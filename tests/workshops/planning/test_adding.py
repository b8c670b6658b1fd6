"""Events and cycles added from the page that needs them."""

import pytest

from tests.factories.organisers import administrator, organiser, proposal
from tests.factories.workshops import authority, theme, workshop
from tests.harness.queries import query_counts_of
from workshops.models import Cycle, OutsideEvent

pytestmark = pytest.mark.django_db

CHOOSE = "/admin/snippets/choose/workshops/"


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def sent(office, kind: str, **given: str) -> dict:
    data = {f"nouveau-{name}": value for name, value in given.items()}
    return office.post(f"{CHOOSE}{kind}/create/", data).json()


def test_an_event_is_added_with_an_identifier_for_each_edition(office):
    given = {"name": "Rencontres d’essai", "acronym": "", "when-kind": "", "url": ""}
    for edition in ("2027", "2028", "2028"):
        assert sent(office, "outsideevent", **given, edition=edition)["step"] == "chosen"
    slugs = ["rencontres-d-essai-2027", "rencontres-d-essai-2028", "rencontres-d-essai-2028-2"]
    assert sorted(OutsideEvent.objects.values_list("slug", flat=True)) == slugs
    assert sent(office, "outsideevent", **{**given, "url": "pas une adresse"})["step"] == "reshow_creation_form"


def test_a_cycle_is_added_with_an_identifier(office):
    assert (
        sent(office, "cycle", label="Cycle 2031", **{"period-kind": "year", "period-year": "2031"})["step"] == "chosen"
    )
    assert [(each.slug, str(each.period)) for each in Cycle.objects.all()] == [("cycle-2031", "2031")]
    add = "/admin/snippets/workshops/cycle/add/"
    assert office.post(add, {"label": "Cycle 2031", "slug": "", "period-kind": "", "note": ""}).status_code == 302
    assert Cycle.objects.get(period="").slug == "cycle-2031-2"


def test_what_has_no_form_of_its_own_is_not_added_by_a_window(office):
    assert office.post(f"{CHOOSE}calendarconstraint/create/").status_code == 404


def test_every_list_that_may_lack_something_opens_a_window(office, client):
    page = workshop()
    sheet = proposal()
    editor = office.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    opened = {name for name in ("theme", "outsideevent", "cycle") if f'/{name}/" data-name="' in editor}
    assert opened == {"theme", "outsideevent", "cycle"}
    assert 'snippets/choose/community/authority/" data-name="authority"' in text(
        office, f"propositions/inspect/{sheet.pk}"
    )
    client.force_login(administrator())
    members = text(client, "users/new")
    assert 'snippets/choose/community/authority/" data-name="authority"' in members
    for shown in (editor, members, text(office, f"propositions/inspect/{sheet.pk}")):
        assert shown.count("js/creating") == 1


def text(client, path: str) -> str:
    return client.get(f"/admin/{path}/").content.decode()


def test_editor_and_windows_cost_the_same_for_any_number(office):
    page = workshop()
    numbers = iter(range(1000))

    def one_more() -> None:
        number = next(numbers)
        theme(f"Thème {number}")
        authority(f"Ville {number}")
        OutsideEvent.objects.create(name="Rencontres", slug=f"rencontres-{number}")
        Cycle.objects.create(label="Cycle", slug=f"cycle-{number}")

    paths = [f"/admin/pages/{page.pk}/edit/", f"{CHOOSE}outsideevent/", f"{CHOOSE}cycle/"]
    counts = query_counts_of(office, paths, one_more)
    assert {path: len(set(found)) for path, found in counts.items()} == dict.fromkeys(paths, 1)
