"""Adding an authority: most of it proposes itself, doubles are asked about, what is wrong gets a sentence."""

import html
import re

import pytest
from django.db import IntegrityError
from django.db.models.signals import pre_save
from django.urls import reverse

from hub.community.authority_forms import AuthorityForm
from hub.community.models import Authority
from tests.factories.organisers import member, organiser
from tests.factories.workshops import authority
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

ADD = "/admin/snippets/community/authority/add/"
WINDOW = "/admin/snippets/choose/community/authority/"
CREATE = f"{WINDOW}create/"
SUGGESTIONS = "/admin/collectivites/suggestions/"
GROUP = {"kind": "intercommunality"}
EMPTY = {"kind": "", "short_name": "", "department_code": "", "insee_code": "", "country": "FR"}


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def sent(office, **given: str):
    """What the window of the chooser answers to its form."""
    data = {f"nouveau-{name}": value for name, value in {**EMPTY, **given}.items()}
    return office.post(CREATE, data).json()


def words(answer: dict) -> str:
    """The text of the form that comes back."""
    assert answer["step"] == "reshow_creation_form"
    text = re.sub(r"<[^>]+>", " ", answer["html" if "html" in answer else "htmlFragment"])
    return " ".join(html.unescape(re.sub(r"[\u202f\u00a0]", " ", text)).split())


def added(office, **given: str) -> Authority:
    answer = sent(office, **given)
    assert answer["step"] == "chosen", words(answer)
    return Authority.objects.get(pk=answer["result"]["id"])


def test_a_name_is_enough_when_one_authority_only_has_it(office):
    made = added(office, name="Ville de Rouen")
    shown = (made.short_name, made.slug, made.kind, made.insee_code, made.department_code, made.article, made.country)
    assert shown == ("Rouen", "rouen", "commune", "76540", "76", "la", "FR")
    assert made.population == 117662
    assert made.population_source == "Insee et DGCL, découpage administratif, version 6.0.0 du 2026-03-09"


@pytest.mark.parametrize(
    ("typed", "code", "short_name", "slug"),
    [
        ({"name": "Métropole Rouen Normandie"}, "200023414", "Métropole Rouen Normandie", "metropole-rouen-normandie"),
        ({"name": "Haute-Garonne"}, "31", "Haute-Garonne", "haute-garonne"),
        ({"name": "Région Bretagne", "kind": "region"}, "53", "Bretagne", "bretagne"),
        ({"name": "Ville de Saint-Denis", "department_code": "974"}, "97411", "Saint-Denis", "saint-denis"),
        ({"name": "Saint-Denis", "department_code": "Seine-Saint-Denis"}, "93066", "Saint-Denis", "saint-denis"),
        ({"name": "Ajaccio"}, "2A004", "Ajaccio", "ajaccio"),
        ({"name": "Chez nous", "kind": "commune", "insee_code": " 2a 004 "}, "2A004", "Ajaccio", "ajaccio"),
    ],
)
def test_scale_short_name_and_code_propose_themselves(office, typed, code, short_name, slug):
    made = added(office, **typed)
    assert (made.insee_code, made.short_name, made.slug) == (code, short_name, slug)


def test_what_is_typed_by_hand_is_kept(office):
    made = added(office, name="Ville de Rouen", short_name="Rouen la grande", kind="other", department_code="76")
    assert (made.short_name, made.kind, made.insee_code, made.department_code) == ("Rouen la grande", "other", "", "76")


@pytest.mark.parametrize(("country", "stored"), [("BE", "BE"), ("Belgique", "BE"), ("etats-unis", "US"), ("nz", "NZ")])
def test_an_authority_abroad_is_typed_by_hand(office, country, stored):
    made = added(office, name="Ville de Liège", kind="commune", country=country)
    assert (made.country, made.short_name, made.slug, made.insee_code) == (
        stored,
        "Ville de Liège",
        "ville-de-liege",
        "",
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom de la collectivité."),
        ({"name": " \n "}, "Écrivez le nom de la collectivité."),
        ({"name": "é" * 300}, "Nom : 160 signes au plus. Rien n’est perdu : raccourcissez."),
        ({"name": "Conseil des jeunes"}, "Choisissez l’échelle."),
        ({"name": "Paris"}, "Choisissez l’échelle."),
        ({"name": "Ville de Paris", "insee_code": "75056"}, "Choisissez l’échelle."),
        ({"name": "Montreuil", "kind": "commune"}, "dans ces départements : 28, 85, 93. Écrivez lequel."),
        (
            {"name": "Rouen", "kind": "commune", "insee_code": "200023414"},
            "Une commune a un code INSEE de cinq signes, par exemple 76540 ou 2A004. "
            "Celui-ci ressemble à un numéro SIREN.",
        ),
        ({"name": "Rouen", "kind": "commune", "insee_code": "20004"}, "Une commune a un code INSEE de cinq signes"),
        ({"name": "Rouen", "kind": "commune", "insee_code": "2C004"}, "Une commune a un code INSEE de cinq signes"),
        ({"name": "Gard", "kind": "department", "insee_code": "30189"}, "Un département a un numéro"),
        ({"name": "Bretagne", "kind": "region", "insee_code": "BRE"}, "Une région a un code INSEE de deux chiffres"),
        (
            {"name": "Grand A", **GROUP, "insee_code": "76540"},
            "Écrivez le numéro SIREN, neuf chiffres",
        ),
        (
            {"name": "Grand A", **GROUP, "insee_code": "200 023 415"},
            "Ce numéro SIREN contient une erreur",
        ),
        ({"name": "Grand A", **GROUP, "insee_code": "2" * 14}, "Un code a neuf signes au plus"),
        (
            {"name": "Rouen", "kind": "commune", "insee_code": "76540", "department_code": "31"},
            "Le code 76540 dit un autre département : Seine-Maritime (76).",
        ),
        ({"name": "Liège", "kind": "commune", "country": "Wallonie"}, "Écrivez le code du pays en deux lettres"),
        ({"name": "Liège", "kind": "commune", "country": "B1"}, "Écrivez le code du pays en deux lettres"),
        ({"name": "Rouen", "kind": "commune", "department_code": "Rouen"}, "Écrivez le numéro du département"),
        ({"name": "Rouen", "kind": "galaxie"}, "Sélectionnez un choix valide."),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_nothing_typed_is_lost(office, typed, sentence):
    answer = sent(office, **typed)
    assert sentence in words(answer)
    assert Authority.objects.count() == 0
    name = " ".join(typed["name"].split())
    assert f'value="{name}"' in answer["htmlFragment"] or not name


def test_a_line_break_in_a_name_becomes_a_space(office):
    assert added(office, name="Ville\r\nde\x00 Rouen\u200b").name == "Ville de Rouen"


def test_the_same_code_leads_to_the_one_there_is(office):
    there = authority(insee_code="76540")
    answer = sent(office, name="Rouen", insee_code="76540", kind="commune")
    assert "Elle existe déjà : « Ville de Rouen (76540) »" in words(answer)
    assert f'href="{reverse("wagtailsnippets_community_authority:edit", args=[there.pk])}"' in answer["htmlFragment"]
    assert "Prendre celle qui existe déjà" in words(answer)
    taken = sent(office, name="Rouen", insee_code="76540", kind="commune", existing="on")
    assert (taken["step"], taken["result"]["id"], Authority.objects.count()) == ("chosen", str(there.pk), 1)


def test_the_same_name_and_scale_are_asked_about(office):
    there = authority("Ville de Liège", country="BE")
    typed = {"name": "ville de Liege", "kind": "commune", "country": "BE"}
    assert "« Ville de Liège » a le même nom et la même échelle. Cochez si c’est une autre." in words(
        sent(office, **typed)
    )
    assert sent(office, **typed, existing="on")["result"]["id"] == str(there.pk)
    other = added(office, **typed, another="on")
    assert (other.pk != there.pk, other.slug) == (True, "ville-de-liege")


def test_two_codes_are_two_authorities_whatever_their_name(office):
    authority("Ville de Saint-Denis", insee_code="93066", slug="saint-denis")
    made = added(office, name="Ville de Saint-Denis", kind="commune", department_code="974")
    assert (made.insee_code, made.slug) == ("97411", "saint-denis-2")


def test_the_page_that_adds_asks_the_same(office):
    authority(insee_code="76540", slug="rouen")
    given = {**EMPTY, "slug": "", "article": "", "population": "", "population_source": "", "contact_email": ""}
    answer = office.post(ADD, {**given, "name": "Ville de Rouen"})
    assert (answer.status_code, "Elle existe déjà : <a href=" in answer.content.decode()) == (200, True)
    assert office.post(ADD, {**given, "name": "Ville de Rouen", "kind": "other"}).status_code == 302
    assert list(Authority.objects.order_by("pk").values_list("slug", flat=True)) == ["rouen", "ville-de-rouen"]


def test_changing_an_authority_keeps_its_address_and_proposes_nothing(office):
    there = authority("Rouen", slug="rouen-metropole")
    edit = reverse("wagtailsnippets_community_authority:edit", args=[there.pk])
    given = {**EMPTY, "name": "Ville de Rouen", "kind": "commune", "short_name": "Rouen", "slug": "", "article": ""}
    assert (
        office.post(edit, {**given, "population": "", "population_source": "", "contact_email": ""}).status_code == 302
    )
    there.refresh_from_db()
    assert (there.name, there.slug, there.insee_code) == ("Ville de Rouen", "rouen-metropole", "")


@pytest.fixture
def rival():
    """Somebody else whose authority arrives between the check and the writing."""

    def arrive(instance: Authority, **kwargs: object) -> None:
        Authority.objects.bulk_create(
            [Authority(name="Rouen", short_name="Rouen", slug="x", kind="commune", insee_code="76540")]
        )

    pre_save.connect(arrive, sender=Authority)
    yield
    pre_save.disconnect(arrive, sender=Authority)


def test_two_who_add_the_same_at_once_get_a_sentence(office, rival):
    assert "vient d’enregistrer la même chose" in words(sent(office, name="Ville de Rouen"))
    given = {**EMPTY, "slug": "", "article": "", "population": "", "population_source": "", "contact_email": ""}
    answer = office.post(ADD, {**given, "name": "Ville de Rouen"})
    assert (answer.status_code, "vient d’enregistrer la même chose" in answer.content.decode()) == (200, True)
    with pytest.raises(IntegrityError):
        authority(insee_code="76540")


# ---------------------------------------------------------------- who may, and how much it costs
def test_only_who_may_add_does(client):
    reader = organiser()
    reader.groups.get().permissions.filter(codename__endswith="_authority").delete()
    client.force_login(reader)
    assert "nouveau-name" not in client.get(WINDOW).json()["html"]
    assert client.post(CREATE, {"nouveau-name": "Ville de Rouen"}).status_code == 302
    assert client.get(SUGGESTIONS, {"q": "Rouen"}).status_code == 302
    assert Authority.objects.count() == 0
    client.force_login(member())
    assert [client.get(path).status_code for path in (WINDOW, CREATE, SUGGESTIONS)] == [302, 302, 302]


def test_the_window_costs_the_same_for_any_number(office):
    assert len(set(query_counts(office, WINDOW, lambda: authority()))) == 1


def test_its_fields_are_not_those_of_the_page_behind(office):
    shown = office.get(WINDOW).json()["html"]
    assert 'id="id_nouveau-name"' in shown
    assert 'id="id_name"' not in shown


# ---------------------------------------------------------------- suggestions
def titles(office, typed: str) -> list[str]:
    return [line["title"] for line in office.get(SUGGESTIONS, {"q": typed}).json()["suggestions"]]


def test_suggestions_tell_homonyms_apart_and_say_which_are_known(office):
    authority("Ville de Saint-Denis", insee_code="93066")
    assert titles(office, "st denis")[:4] == [
        "Ville de Saint-Denis, La Réunion (974)",
        "Ville de Saint-Denis, Seine-Saint-Denis (93), déjà sur le site",
        "Commune de Saint-Denis, Aude (11)",
        "Commune de Saint-Denis, Gard (30)",
    ]


def test_suggestions_fill_in_the_form(office):
    first = office.get(SUGGESTIONS, {"q": "ville du hav"}).json()["suggestions"][0]
    assert first["kind"] == "Commune"
    assert first["values"] == {
        "name": "Ville du Havre",
        "article": "la",
        "short_name": "Le Havre",
        "kind": "commune",
        "country": "FR",
        "department_code": "76",
        "insee_code": "76351",
        "population": 166687,
        "population_source": "Insee et DGCL, découpage administratif, version 6.0.0 du 2026-03-09",
    }
    assert set(first["values"]) - set(AuthorityForm.base_fields) == {"article", "population", "population_source"}


@pytest.mark.parametrize("typed", ["", "   ", "!?", "ville de", "zzzz", "\x00", "(", "*" * 300, "日本", "a" * 9000])
def test_suggestions_of_nothing_are_none(office, typed):
    assert titles(office, typed) == []


def test_suggestions_change_nothing_and_cost_the_same(office):
    counts = query_counts(office, f"{SUGGESTIONS}?q=saint", lambda: authority())
    assert len(set(counts)) == 1
    assert office.post(SUGGESTIONS).status_code == 405
