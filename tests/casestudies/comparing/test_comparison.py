"""Assemblies side by side: which ones, what the table says, its evidence, its file."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.comparing.matrix import matrix
from casestudies.evidence.enums import FactKey
from glossary.models import CriterionPoint
from hub.core.dates.when import When
from tests.factories.casestudies import answer, assembly, case_study, definition, fact, hide, source
from tests.factories.workshops import authority
from tests.harness.queries import queries_of
from tests.harness.tables import FILE, PAGE, place, plain, sheet, table

pytestmark = pytest.mark.django_db


def row(client, query: str, label: str) -> list[str]:
    return next(cells[1:] for cells in table(client, query) if cells[0] == label)


def notices(client, query: str) -> list[str]:
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    return list(page.context["choice"].notices)


def names(client, query: str) -> list[str]:
    return [page.authority.short_name for page in client.get(f"{PAGE}?{query}").context["choice"].pages]


# -- which ones
def test_order_is_the_order_asked(client):
    for name in ("Agen", "Metz", "Nice"):
        place(name)
    assert names(client, "a=nice&a=agen&a=metz") == ["Nice", "Agen", "Metz"]
    assert table(client, "a=nice&a=agen&a=metz")[0] == ["", "Nice", "Agen", "Metz"]


def test_an_assembly_is_not_compared_with_itself(client):
    place("Metz")
    place("Nice")
    assert notices(client, "a=metz&a=metz") == [
        "La même assemblée est demandée plusieurs fois : elle ne compte qu’une fois.",
        "Une seule assemblée est choisie : cochez-en au moins une autre.",
    ]
    assert names(client, "a=metz&a=nice&a=metz") == ["Metz", "Nice"]


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_what_is_hidden_is_as_unknown(client, way):
    place("Metz")
    place("Nice")
    hide(place("Cachée"), way)
    page = client.get(f"{PAGE}?a=metz&a=cachée&a=nice")
    assert names(client, "a=metz&a=cachée&a=nice") == ["Metz", "Nice"]
    assert page.context["choice"].notices == (
        "Une adresse ne correspond à aucune assemblée publiée : elle est laissée de côté.",
    )
    assert "Cachée" not in page.content.decode()
    assert "Cachée" not in client.get(PAGE).content.decode()
    assert "Cachée" not in client.get(FILE).getvalue().decode()


def test_what_is_left_out_is_told_in_one_box(client):
    place("Metz")
    html = client.get(f"{PAGE}?a=rien&a=metz&a=metz").content.decode()
    boxes = re.findall(r'<p class="placeholder screen">(.*?)</p>', html)
    assert [plain(box) for box in boxes] == [" ".join(map(plain, notices(client, "a=rien&a=metz&a=metz")))]


def test_beyond_six_the_first_six_are_kept(client):
    for number in range(8):
        place(f"Lieu{number}")
    asked = "&".join(f"a=lieu{number}" for number in range(7, -1, -1))
    assert names(client, asked) == [f"Lieu{number}" for number in range(7, 1, -1)]
    assert notices(client, asked) == [
        "Six assemblées au plus sur une page : les six premières sont gardées, sur 8 demandées."
    ]


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"a=rien-{number}" for number in range(50)),
        "a=" * 500,
        "a=%00&a=%FF&a=" + "x" * 10_000,
        "a=1%27%20or%201=1--",
        "toutes=%00&faits=%FF",
        "a[]=metz",
        "critere=%00&critere=" + "9" * 500,
    ],
)
def test_any_query_gives_the_list_to_choose_from(client, query):
    place("Metz")
    page = client.get(f"{PAGE}?{query}")
    assert (page.status_code, page.templates[0].name) == (200, "casestudies/compare_choose.html")
    assert client.get(f"{FILE}?{query}").status_code == 200


def test_fifty_unknown_are_told_in_one_sentence(client):
    place("Metz")
    place("Nice")
    query = "a=metz&a=nice&" + "&".join(f"a=rien-{number}" for number in range(50))
    assert notices(client, query) == [
        "50 adresses ne correspondent à aucune assemblée publiée : elles sont laissées de côté."
    ]


def test_one_chosen_is_ticked_in_the_list(client):
    place("Metz")
    place("Nice")
    html = client.get(f"{PAGE}?a=nice").content.decode()
    assert re.findall(r'value="(\w+)"( checked)?', html) == [("nice", " checked"), ("metz", "")]


def test_chosen_ones_come_first_and_ticked_in_their_order_when_the_list_is_asked(client):
    """What a form sends has the order of its boxes."""
    for name in ("Agen", "Metz", "Nice"):
        place(name)
    html = client.get(f"{PAGE}?a=nice&a=metz&toutes=1").content.decode()
    assert re.findall(r'value="(\w+)"( checked)?', html) == [("nice", " checked"), ("metz", " checked"), ("agen", "")]


def test_each_column_leads_to_the_comparison_of_the_others_in_their_order(client):
    for name in ("Agen", "Metz", "Nice"):
        place(name)
    html = client.get(f"{PAGE}?a=nice&a=agen&a=metz&faits=tous").content.decode()
    links = re.findall(rf'<a class="drop" href="{PAGE}\?([^"]*)"[^>]*aria-label="([^"]*)"', html)
    assert links == [
        ("a=agen&amp;a=metz&amp;faits=tous", "Retirer Nice"),
        ("a=nice&amp;a=metz&amp;faits=tous", "Retirer Agen"),
        ("a=nice&amp;a=agen&amp;faits=tous", "Retirer Metz"),
    ]


def test_compared_assemblies_go_into_the_dossier_together(client):
    place("Metz")
    place("Nice")
    html = client.get(f"{PAGE}?a=nice&a=metz").content.decode()
    assert re.findall(r'hidden data-dossier="([^"]*)"', html) == ["nice metz"]


def test_right_of_follow_up_is_among_the_essential_facts(client):
    fact(place("Metz"), FactKey.RIGHT_OF_FOLLOW_UP, "Un retour chaque année.")
    place("Nice")
    assert row(client, "a=metz&a=nice", "Droit de suite")[0].startswith("Un retour chaque année")


# -- what the table says
def test_undocumented_is_not_no(client):
    metz, nice, _ = place("Metz"), place("Nice"), place("Sens")
    (criterion,) = definition("Portée par une autorité publique")
    answer(metz, criterion, "no", reason="Portée par une association.")
    answer(nice, criterion, "undocumented", reason="À demander.")
    assert row(client, "a=metz&a=nice&a=sens", "Réponse") == [
        "Non Portée par une association",
        "Non documenté À demander",
        "Non documenté",
    ]


def test_points_are_shown_where_somebody_answered(client):
    metz, nice = place("Metz"), place("Nice")
    one, other = definition("Tirée au sort, mandatée", "Renouvelée")
    points = [
        CriterionPoint.objects.create(criterion=one, key=key, label=label, sort_order=order)
        for order, (key, label) in enumerate([("sort", "Tirage au sort"), ("mandat", "Mandat"), ("or", "Indemnité")])
    ]
    answer(metz, one)
    answer(nice, one, "partly", reason="Deux ans.", point=points[1])
    answer(metz, one, "yes", reason="Tout le monde.", point=points[0])
    query = "a=metz&a=nice"
    unfolded = [cells[0] for cells in table(client, query)[1:]]
    first = unfolded.index("1. Tirée au sort, mandatée")
    wording = "Tirée au sort, mandatée"
    assert unfolded[first + 1 : first + 5] == [wording, "Dans l'ensemble", "Tirage au sort", "Mandat"]
    assert row(client, query, "Mandat") == ["Non documenté", "Partiellement Deux ans"]
    assert other.label in unfolded[first + 5]
    assert [line[1] for line in sheet(client, query)[1:]] == [
        plain(line.label) for group in client.get(f"{PAGE}?{query}").context["table"].groups for line in group.rows
    ]


def test_essential_facts_first_and_all_of_them_on_demand(client):
    metz, nice = place("Metz"), place("Nice")
    fact(metz, "size", "55 membres.", label="Membres")
    fact(nice, "litigation", "Un recours.")
    facts = ["Population", "Membres"]
    page = client.get(f"{PAGE}?a=metz&a=nice")
    assert [line.label for line in page.context["table"].groups[0].rows] == facts
    assert page.context["table"].left_out == 1
    page = client.get(f"{PAGE}?a=metz&a=nice&faits=tous")
    assert [line.label for line in page.context["table"].groups[0].rows] == ["Statut", *facts, "Contentieux"]
    assert page.context["table"].left_out == 0
    assert [group.label for group in page.context["table"].groups] == ["Faits"]
    assert [line[1] for line in sheet(client, "a=metz&a=nice&faits=tous")[1:]] == ["Statut", *facts, "Contentieux"]
    assert row(client, "a=metz&a=nice&faits=tous", "Contentieux") == ["Non documenté", "Un recours"]


def test_all_facts_follow_the_order_of_fact_key(client):
    metz = place("Metz")
    place("Nice")
    for key in reversed(FactKey.values):
        fact(metz, key, "Un fait.")
    rows = client.get(f"{PAGE}?a=metz&a=nice&faits=tous").context["table"].groups[0].rows
    assert [line.label for line in rows][2:] == list(FactKey.labels)


def test_row_whose_facts_share_no_name_is_named_by_its_subject(client):
    fact(place("Metz"), "follow_up", "Trois textes.", label="Suites, promotion 1")
    fact(place("Nice"), "follow_up", "Le conseil décide.", label="Décision")
    assert row(client, "a=metz&a=nice", "Suites") == ["Promotion 1 : Trois textes", "Décision : Le conseil décide"]


def test_several_facts_of_one_subject_say_their_own_label(client):
    metz, nice = place("Metz"), place("Nice")
    fact(metz, "selection", "80 personnes.", label="Sélection, promotion 1")
    fact(metz, "selection", "Autrement. Deux fois.", label="Sélection, promotion 2")
    fact(nice, "selection", "Un tirage.")
    assert row(client, "a=metz&a=nice", "Sélection") == [
        "Promotion 1 : 80 personnes Promotion 2 : Autrement. Deux fois.",
        "Un tirage",
    ]


def test_an_amount_not_found_is_said_and_is_not_zero(client):
    metz, nice = place("Metz"), place("Nice")
    fact(metz, "compensation", "44 € par demi-journée.", amount=44, unit="half_day")
    fact(nice, "compensation", "Montant non trouvé.", confidence="unknown", note="À demander.")
    html = client.get(f"{PAGE}?a=metz&a=nice").content.decode()
    assert '<span class="amount">44\u00a0€</span> par demi-journée' in html
    assert row(client, "a=metz&a=nice", "Indemnisation") == ["44 € par demi-journée", "Non trouvé"]


def test_each_cell_opens_its_evidence_and_cells_share_it(client):
    metz, nice, shared = place("Metz"), place("Nice"), source(publisher="Ville de Metz", url="https://exemple.fr/a")
    details = {
        "valid_on": When.parse("2023-06"),
        "note": "Vote unanime.",
        "conflict": "Un site dit 50",
        "source": shared,
    }
    fact(metz, "size", "55 membres.", **details)
    fact(metz, "mandate", "Deux ans.", source=shared)
    fact(nice, "mandate", "Un an.", source=shared)
    html = client.get(f"{PAGE}?a=metz&a=nice").content.decode()
    assert re.findall(r'popovertarget="e(\d)"', html) == ["1", "2", "2"]
    drawers = [
        plain(re.sub("<[^>]+>", "", drawer)) for drawer in re.findall(r'<li id="e\d" popover.*?</li>', html, re.S)
    ]
    about = f"Ville de Metz, « {shared.title} ». Page officielle."
    assert drawers == [
        f"Les sources ne disent pas la même chose. Un site dit 50. Date : juin 2023. Vote unanime. {about}",
        about,
    ]
    assert html.count('<a href="https://exemple.fr/a">') == 2


def test_every_call_has_its_drawer(client):
    metz, nice = place("Metz"), place("Nice")
    for page in (metz, nice):
        fact(page)
        fact(page, "mandate", "Un an.")
    answer(metz, *definition("Portée"))
    for query in ("?a=metz&a=nice", "?a=metz&a=nice&faits=tous"):
        html = client.get(PAGE + query).content.decode()
        calls = re.findall(r'popovertarget="(e\d+)"', html)
        assert len(calls) == len(client.get(PAGE + query).context["table"].drawers.numbers) > 0
        assert set(calls) == set(re.findall(r'<li id="(e\d+)"', html))


def test_no_score_no_percentage(client):
    metz, nice = place("Metz"), place("Nice")
    for criterion in definition("Portée", "Tirée"):
        answer(metz, criterion)
        answer(nice, criterion, "no")
    for query in ("", "?a=metz&a=nice"):
        words = plain(re.sub("<[^>]+>", " ", client.get(PAGE + query).content.decode().split("<main")[1]))
        assert re.findall(r"\d+ ?%|\d ?/ ?\d|\brang\b|\bscore\b", words) == []


def test_case_studies_are_only_those_anybody_may_read(client):
    metz = place("Metz")
    place("Nice")
    case_study("Lisible", assemblies=[metz])
    hide(case_study("Secrète", assemblies=[metz]), "draft")
    assert row(client, "a=metz&a=nice", "Fiche et études") == ["Assemblée de Metz Lisible", "Assemblée de Nice"]


def test_names_stay_apart_when_one_authority_has_two(client):
    shared = authority("Metz")
    assembly("Jeunes", authority=shared, slug="jeunes")
    assembly("Climat", authority=shared, slug="climat")
    assert table(client, "a=jeunes&a=climat")[0] == ["", "Metz, Jeunes", "Metz, Climat"]


def test_queries_do_not_grow_with_assemblies(client):
    criteria = definition("Portée", "Tirée")
    for number in range(6):
        page = place(f"Lieu{number}")
        fact(page)
        fact(page, "compensation", "Non trouvé.", confidence="unknown")
        for criterion in criteria:
            answer(page, criterion)
        case_study(assemblies=[page])
    paths = [f"{PAGE}?" + "&".join(f"a=lieu{number}" for number in range(size)) for size in (2, 3, 6)]
    first, *others = [queries_of(client, path) for path in paths]
    assert others == [first, first]


# -- all of them
def test_matrix_shows_every_visible_assembly_and_criterion(client):
    metz = place("Metz")
    place("Agen", is_counter_example=True)
    one, _ = definition("Portée", "Tirée")
    answer(metz, one, "debated", reason="On en parle.")
    assert table(client, "")[0] == ["Assemblée", "Fiche", "1. Portée", "2. Tirée"]
    rows = client.get(PAGE).context["table"].rows
    assert [(line.label, [cell.words for cell in line.cells]) for line in rows] == [
        ("Metz", ["En débat", "Non documenté"]),
        ("Agen", ["Non documenté", "Non documenté"]),
    ]


def test_matrix_says_every_point_once_one_is_answered():
    (criterion,) = definition("Tirée au sort, mandatée")
    points = [
        CriterionPoint.objects.create(criterion=criterion, key=key, label=label, sort_order=order)
        for order, (key, label) in enumerate([("tirage", "Tirage"), ("mois", "Durée")])
    ]
    metz = place("Metz")
    answer(place("Nice"), criterion)
    answer(metz, criterion, "yes", reason="Deux ans.", point=points[1])
    assert [row.cells[0].words for row in matrix().rows] == [
        "Non documenté. Tirage : non documenté, Durée : oui",
        "Oui",
    ]


def test_matrix_queries_do_not_grow_with_assemblies(client):
    (criterion,) = definition("Portée")
    counts = []
    for number in range(6):
        page = place(f"Lieu{number}")
        fact(page)
        answer(page, criterion)
        if number in (0, 2, 5):
            client.get(PAGE)
            with CaptureQueriesContext(connection) as captured:
                client.get(PAGE)
            counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_words_of_the_matrix_lead_to_their_reason(client):
    metz, nice = place("Metz"), place("Nice")
    one, other = definition("Portée", "Tirée")
    answer(metz, one)
    answer(nice, other, "undocumented", reason="Aucune source trouvée.")
    html = client.get(PAGE).content.decode()
    links = re.findall(r'<a class="state \w+" href="([^"]+)">', html)
    assert links == [f"{metz.get_url()}#critere-1", f"{nice.get_url()}#critere-2"]
    for link in links:
        path, place_in_page = link.split("#")
        assert f'<li id="{place_in_page}">' in client.get(path).content.decode()


def test_empty_site_still_reads(client):
    assembly_page = client.get(PAGE)
    assert assembly_page.status_code == 200
    assert "La première assemblée paraîtra ici" in assembly_page.content.decode()
