"""Former slugs in query strings: comparison, dossier, facets, subscription, the form of proposals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary.models import Theme
from hub.core.lists import kept
from hub.core.models import FormerAddress
from tests.factories.casestudies import assembly, case_study, hide, witness
from tests.factories.workshops import theme, workshop
from tests.harness.queries import queries_of
from tests.hub.core.former.test_addresses import answer, rename

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.forget()


@pytest.mark.parametrize(
    "path",
    [
        "/assemblees/comparer/?a={}&a=rouen&faits=tous",
        "/assemblees/comparer/preuves/?a=rouen&a={}",
        "/assemblees/comparer.csv?a={}&a=rouen",
        "/dossier/?p=rouen&p={}",
    ],
)
def test_the_comparison_and_the_dossier_follow_their_assemblies(client, path):
    assembly("Rouen", slug="rouen")
    rename(assembly("Paris", slug="avant"), "apres")
    assert answer(client, path.format("avant")) == (301, path.format("apres"))
    assert client.get(path.format("apres")).status_code in (200, 302)


@pytest.mark.parametrize(
    "path",
    [
        "/etudes-de-cas/?theme={}&theme=autre&tri=titre",
        "/temoignages/?theme={}",
        "/assemblees/?theme={}&format=csv",
        "/ateliers/?theme={}&mois=2027-06",
        "/agenda/?theme={}",
        "/proposer-un-temoignage/?theme={}&texte=Bonjour",
    ],
)
def test_filters_follow_their_theme(client, path):
    chosen = rename(theme("Tirage", slug="avant"), "apres")
    theme("Autre", slug="autre")
    for make in (case_study, witness, assembly):
        make(themes=[chosen])
    workshop("2027-06", themes=[chosen])
    assert answer(client, path.format("avant")) == (301, path.format("apres"))
    head = client.head(path.format("avant"))
    assert (head.status_code, head["Location"]) == (301, path.format("apres"))
    assert client.get(path.format("apres")).status_code == 200


def test_the_form_of_proposals_follows_its_workshop(client):
    rename(workshop("2027-06", slug="avant"), "apres")
    moved = "/proposer-un-temoignage/?atelier=apres&texte=Une+id%C3%A9e"
    assert answer(client, "/proposer-un-temoignage/?atelier=avant&texte=Une+id%C3%A9e") == (301, moved)


def test_what_is_sent_with_former_slugs_is_not_redirected(client):
    rename(theme("Tirage", slug="avant"), "apres")
    assert client.post("/proposer-un-temoignage/?theme=avant", {}).status_code == 200
    assert client.post("/assemblees/comparer/?a=avant").status_code == 405


def test_living_slugs_are_left_alone(client):
    rename(assembly("Paris", slug="avant"), "apres")
    case_study("Étude", slug="avant")
    assert client.get("/dossier/?p=avant").status_code == 200


def test_a_slug_that_was_that_of_two_pages_gives_both(client):
    rename(assembly("Paris", slug="avant"), "paris")
    rename(case_study("Étude", slug="avant"), "etude")
    assert answer(client, "/dossier/?p=avant") == (301, "/dossier/?p=paris&p=etude")
    assert client.get("/dossier/?p=paris&p=etude").status_code == 200


@pytest.mark.parametrize("way", ["draft", "expired", "private"])
def test_a_former_slug_does_not_tell_of_a_hidden_page(client, way):
    hide(rename(assembly("Paris", slug="avant"), "apres"), way)
    assert client.get("/dossier/?p=avant").status_code == 200
    assert client.get("/assemblees/comparer/?a=avant").status_code == 200


def test_a_deleted_theme_is_left_out_of_filters(client):
    case_study(themes=[rename(theme("Tirage", slug="avant"), "apres")])
    Theme.objects.all().delete()
    assert client.get("/etudes-de-cas/?theme=avant").status_code == 200


def test_the_administration_is_left_alone(admin_client):
    rename(assembly("Paris", slug="2"), "apres")
    assert admin_client.get("/admin/pages/?p=2").status_code == 200


def test_ten_thousand_former_addresses_cost_a_page_nothing(client):
    chosen = rename(theme("Tirage", slug="avant"), "apres")
    page = rename(assembly("Paris", slug="avant", themes=[chosen]), "apres")
    paths = ["/assemblees/apres/", "/assemblees/?theme=apres", "/assemblees/comparer/?a=apres"]
    few = [queries_of(client, path) for path in paths]
    rows = [("glossary.theme", chosen.pk), ("casestudies.assemblypage", page.pk), ("wagtailcore.page", page.pk)]
    FormerAddress.objects.bulk_create(
        FormerAddress(kind=kind, key=f"ancien-{number}", number=target)
        for kind, target in rows
        for number in range(3400)
    )
    kept.content_changed()
    assert [queries_of(client, path) for path in paths] == few
    assert answer(client, "/assemblees/?theme=ancien-3399") == (301, "/assemblees/?theme=apres")


def test_a_page_that_is_not_found_costs_one_query_more(client):
    page = rename(assembly("Paris", slug="avant"), "apres")
    asked = [
        looked_up(client, path) for path in ("/assemblees/inconnue/", "/historique/inconnue/", "/assemblees/apres/")
    ]
    FormerAddress.objects.bulk_create(
        FormerAddress(kind="wagtailcore.page", key=f"/ancien-{number}/", number=page.pk) for number in range(10_000)
    )
    again = [looked_up(client, path) for path in ("/assemblees/inconnue/", "/historique/inconnue/", "/ancien-9/")]
    assert (asked, again) == ([1, 1, 0], [1, 1, 1])
    assert answer(client, "/ancien-9999/") == (301, "/assemblees/apres/")


def looked_up(client, path: str) -> int:
    """How often former addresses are asked for."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return sum("core_formeraddress" in query["sql"] for query in captured)
