"""A new cycle from last year's, and copies: drafts of which nothing is decided."""

import pytest

from hub.core.dates.when import When
from hub.core.errors import ActionError, NotAllowed
from tests.factories.organisers import member, organiser
from tests.factories.workshops import authority, partner, theme, workshop
from workshops.models import Cycle, WorkshopPage
from workshops.planning.actions.copies import duplicate_workshop, months_later, start_cycle
from workshops.planning.actions.decisions import set_certainty

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return Cycle.objects.create(label="Premier cycle", slug="premier", period=When.parse("2027"))


@pytest.fixture
def desk(client):
    client.force_login(organiser("odile@exemple.fr"))
    return client


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2027-03-18T14:00/2027-03-18T16:00", "2028-03"),
        ("2027-03-18/2027-03-19", "2028-03"),
        ("2027-06", "2028-06"),
        ("2027-09|2027-10", "2028-09|2028-10"),
        ("2027-12|2028-01", "2028-12|2029-01"),
        ("2027-06/2027-09", "2028-06/2028-09"),
        ("2027", "2028"),
        ("", ""),
    ],
)
def test_months_come_again_without_a_day(before, after):
    assert str(months_later(When.parse(before), 1)) == after


def test_new_cycle_takes_workshops_up_as_drafts_with_an_identity_of_their_own(cycle):
    by = organiser()
    march = workshop(
        "2027-03-18", title="Mars", slug="mars", cycle=cycle, certainty="held", wording="18 mars : …", themes=[theme()]
    )
    partner(march, authority("Ville de Paris"), "confirmed")
    november = workshop("2027-11", title="Repli", cycle=cycle, fallback_for=march, fallback_condition="si rien en mars")
    left = workshop("2027-06", title="Laissé", cycle=cycle)
    following, drafts = start_cycle(
        cycle, label="Deuxième cycle", period=When.parse("2028"), workshops=[november, march], by=by
    )
    told = [
        (page.title, str(page.when), page.certainty, page.live, page.cycle, page.wording, str(page.announced))
        for page in drafts
    ]
    assert told == [
        ("Mars", "2028-03", "idea", False, following, "", ""),
        ("Repli", "2028-11", "idea", False, following, "", ""),
    ]
    relief = WorkshopPage.objects.get(pk=drafts[1].pk)
    for told in (drafts[1], relief, relief.get_latest_revision_as_object()):
        assert (told.fallback_for_id, told.fallback_condition) == (drafts[0].pk, "si rien en mars")
    assert len({page.uid for page in WorkshopPage.objects.all()}) == 5
    stored = WorkshopPage.objects.get(pk=drafts[0].pk)
    assert [(each.authority.name, each.certainty) for each in stored.partners.all()] == [("Ville de Paris", "planned")]
    assert list(stored.themes.all()) == list(march.themes.all())
    assert (following.slug, left.cycle) == ("deuxieme-cycle", cycle)


def test_new_cycle_is_for_organisers_and_has_a_name_of_its_own(cycle):
    with pytest.raises(NotAllowed):
        start_cycle(cycle, label="Autre", period=When.parse("2028"), workshops=[], by=member())
    with pytest.raises(ActionError, match="déjà ce nom"):
        start_cycle(cycle, label="Premier cycle", period=When.parse("2028"), workshops=[], by=organiser())
    assert Cycle.objects.count() == 1


def test_workshop_copied_while_postponed_is_an_idea_again():
    by = organiser()
    page = workshop("2099-03-18", certainty="confirmed")
    set_certainty(page, "postponed", by=by, reason="La salle est fermée.")
    page = WorkshopPage.objects.get()
    copy = WorkshopPage.objects.get(pk=duplicate_workshop(page, by=by).pk)
    copy.get_latest_revision().publish()
    copy.refresh_from_db()
    assert (copy.certainty, copy.closing_reason, str(copy.announced), copy.sequence) == ("idea", "", "", 0)


def test_new_cycle_from_the_list_of_cycles(desk, cycle):
    kept = workshop("2027-06", title="Juin", cycle=cycle)
    workshop("2027-09", title="Annulé", cycle=cycle, certainty="cancelled")
    path = f"/admin/ateliers/cycles/{cycle.pk}/suite/"
    assert path in desk.get("/admin/snippets/workshops/cycle/").content.decode()
    form = desk.get(path).context["form"]
    assert (form["workshops"].initial, str(form["period"].initial)) == ([kept.pk], "2028")
    data = {"label": "Deuxième cycle", "period-kind": "year", "period-year": "2028", "workshops": [kept.pk]}
    answer = desk.post(path, data)
    following = Cycle.objects.get(label="Deuxième cycle")
    assert answer["Location"] == f"/admin/ateliers/?cycle={following.pk}"
    assert [(page.title, str(page.when)) for page in following.workshops.all()] == [("Juin", "2028-06")]
    assert desk.post(path, data).status_code == 409


def test_new_cycle_badly_typed_is_refused_and_nothing_is_lost(desk, cycle):
    path = f"/admin/ateliers/cycles/{cycle.pk}/suite/"
    answer = desk.post(path, {"label": "Deuxième", "period-kind": "", "workshops": ["abc", "99999"]})
    assert (answer.status_code, Cycle.objects.count()) == (422, 1)
    assert 'value="Deuxième"' in answer.content.decode()
