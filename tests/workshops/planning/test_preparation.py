"""What a workshop still lacks."""

import pytest

from tests.factories.workshops import authority, partner, theme, workshop
from workshops.models import AgendaItem
from workshops.planning.preparation import lacks

pytestmark = pytest.mark.django_db


def ready(**fields: object):
    """A workshop that lacks nothing, unless `fields` say otherwise."""
    defaults = {"when": "2027-06-10T14:00/2027-06-10T16:00", "certainty": "confirmed", "themes": [theme()]}
    page = workshop(**{**defaults, **fields})
    partner(page, authority(), "confirmed")
    for part in (1, 2):
        AgendaItem.objects.create(workshop=page, part=part, title="Une intervention")
    return page


def test_complete_workshop_lacks_nothing():
    assert lacks(ready()) == []


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"when": ""}, ["une date"]),
        ({"when": "2027-06"}, ["un jour"]),
        ({"when": "2027-09|2027-10"}, ["un jour"]),
        ({"when": "2027-03-18/2027-03-19"}, ["une heure"]),
        ({"certainty": "tentative"}, ["la confirmation de l’atelier (il est « sous réserve »)"]),
        ({"mode": "hybrid"}, ["un lieu"]),
        ({"mode": "hybrid", "place": "Hôtel de ville"}, []),
        ({"live": False}, ["la publication de la page"]),
        ({"themes": []}, ["un thème"]),
        ({"theme_open": True}, ["le choix définitif du thème"]),
        ({"certainty": "cancelled", "when": ""}, []),
        ({"certainty": "held", "themes": []}, []),
    ],
)
def test_each_gap_is_named(fields, missing):
    assert lacks(ready(**fields)) == missing


def test_partners_to_confirm_are_named():
    page = ready()
    partner(page, authority("Ville de Paris"), "tentative")
    partner(page, authority("Ville de Lyon"), "withdrawn")
    assert lacks(page) == ["la confirmation du partenaire Paris"]


def test_empty_part_of_the_agenda_is_named():
    page = ready()
    page.agenda.filter(part=2).delete()
    assert lacks(page) == ["une intervention dans la partie « Qu’est-ce que cela produit ? »"]


def test_bare_workshop_lacks_everything():
    assert lacks(workshop("", certainty="idea", live=False)) == [
        "une date",
        "la confirmation de l’atelier (il est « idée »)",
        "la publication de la page",
        "un partenaire",
        "un thème",
        "un programme",
    ]
