"""The evidence of a comparison on a page of its own: same numbers as the table, which stays light."""

import re

import pytest

from casestudies.comparing.comparison import ESSENTIAL
from tests.factories.casestudies import answer, case_study, definition, fact, hide, source
from tests.harness.queries import queries_of
from tests.harness.tables import PAGE, place, plain

pytestmark = pytest.mark.django_db

NOTES = f"{PAGE}preuves/"
#: Elements of a page whose EcoIndex is above 80 with three requests and 75 KB.
LIGHT_PAGE = 395


def six_documented() -> str:
    """Six assemblies that say everything about the essential facts and the criteria; their query string."""
    criteria = definition("Portée", "Tirée", "Informée", "Renouvelée", "Écoutée")
    for number in range(6):
        page = place(f"Lieu{number}")
        for key in ESSENTIAL:
            fact(page, key, "Un fait.", note=f"Note {number}", source=source())
        for criterion in criteria:
            answer(page, criterion, reason="Une raison.", source=source())
        case_study(assemblies=[page])
    return "&".join(f"a=lieu{number}" for number in range(6))


def test_large_comparison_stays_light(client):
    query = six_documented()
    html = client.get(f"{PAGE}?{query}").content.decode()
    assert client.get(f"{PAGE}?{query}").context["table"].opens_in_place is False
    assert re.findall('popovertarget="e', html) == []
    outside_pictures = re.sub(r"<svg.*?</svg>", "<svg>", html, flags=re.DOTALL)
    assert len(re.findall(r"<[a-z]", outside_pictures)) <= LIGHT_PAGE


def test_each_call_of_a_large_comparison_leads_to_its_note(client):
    query = six_documented()
    page = client.get(f"{PAGE}?{query}")
    numbers = page.context["table"].drawers.numbers
    escaped = f"{NOTES}?{query}".replace("&", "&amp;")
    calls = re.findall(rf'href="{re.escape(escaped)}#e(\d+)"', page.content.decode())
    notes = client.get(f"{NOTES}?{query}")
    assert list(dict.fromkeys(map(int, calls))) == list(numbers.values())
    assert [int(number) for number in re.findall(r'<li id="e(\d+)"', notes.content.decode())] == list(numbers.values())
    assert notes.context["table"].drawers.numbers == numbers


def test_note_says_what_rests_on_it_then_its_evidence(client):
    metz, nice, shared = place("Metz"), place("Nice"), source(publisher="Ville de Metz", url="https://exemple.fr/a")
    answer(metz, *definition("Portée"), reason="Par la Ville.", source=shared)
    fact(metz, "size", "55 membres.", source=shared)
    fact(nice, "compensation", "41,22 € par séance.", amount=41, unit="session", conflict="Un site dit 44 €")
    html = client.get(f"{NOTES}?a=metz&a=nice").content.decode()
    notes = [plain(re.sub("<[^>]+>", "", note)) for note in re.findall(r'<li id="e\d+".*?</li>', html, re.DOTALL)]
    evidence = f"Ville de Metz, « {shared.title} ». Page officielle."
    assert notes[0] == f"Taille, Metz : 55 membres Critère 1, Metz : Oui. Par la Ville {evidence}"
    assert notes[1].startswith(
        "Indemnisation, Nice : 41,22 € par séance Les sources ne disent pas la même chose. Un site dit 44 €."
    )
    assert html.count('<a href="https://exemple.fr/a">') == 1


@pytest.mark.parametrize("query", ["", "a=", "a=metz", "a=metz&a=metz", "a=%00", "a=metz&a=cachée", "a=metz&a=rien"])
def test_notes_of_fewer_than_two_lead_back_to_the_choice(client, query):
    place("Metz")
    hide(place("Cachée"), "draft")
    answered = client.get(f"{NOTES}?{query}")
    kept = "?a=metz" if "metz" in query else ""
    assert (answered.status_code, answered["Location"]) == (302, f"{PAGE}{kept}")


def test_comparison_without_evidence_says_so(client):
    for page in (place("Sens"), place("Agen")):
        page.authority.population_source = ""
        page.authority.save()
    html = client.get(f"{PAGE}?a=sens&a=agen").content.decode()
    assert "Rien n’a encore de preuve." in html
    assert "Rien n’a encore de preuve dans ce tableau." in client.get(f"{NOTES}?a=sens&a=agen").content.decode()


def test_queries_of_the_notes_do_not_grow_with_assemblies(client):
    six_documented()
    paths = [f"{NOTES}?" + "&".join(f"a=lieu{number}" for number in range(size)) for size in (2, 3, 6)]
    first, *others = [queries_of(client, path) for path in paths]
    assert others == [first, first]
