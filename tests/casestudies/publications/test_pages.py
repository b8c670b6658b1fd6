"""The public pages of case studies, assemblies, testimonies and reports, and their lists."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from casestudies.models import AssemblyPage, CaseStudyPage, Generation, GenerationRoute, Milestone, ReportFile
from hub.core.dates.when import When
from hub.core.lists.kept import content_changed
from tests.factories.casestudies import (
    answer,
    assembly,
    case_study,
    definition,
    fact,
    hide,
    report,
    source,
    step,
    witness,
)
from tests.factories.workshops import authority, theme, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

ADD = {
    "/assemblees/": lambda subject, place: assembly(authority=place, themes=[subject]),
    "/etudes-de-cas/": lambda subject, place: case_study(
        themes=[subject], assemblies=[assembly(authority=place)], outcome=[step("Ce que cela change")]
    ),
    "/temoignages/": lambda subject, place: witness(
        themes=[subject], authority=place, outcome=[step("Ce que cela change")]
    ),
    "/comptes-rendus/": lambda subject, place: report(
        themes=[subject], authorities=[place], workshop=workshop(), outcome=[step("Ce que cela change")]
    ),
}
BAD_QUERIES = [
    "page=-1",
    "page=abc",
    "page=%00",
    "page=%FF",
    "page=" + "9" * 31,
    "inconnu=1&page=2",
    "theme=inconnu",
    "theme=%00",
    "theme=%FF&echelle=%00&statut=%FF",
    "echelle=lune&statut=x",
]


def text_of(response) -> str:
    """The visible text, with plain spaces and apostrophes."""
    body = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", response.content.decode().split("<main", 1)[1].split("</main>")[0])
    return " ".join(body.replace("\u2060", "").replace("’", "'").split())


def titles(items) -> list[str]:
    return [item.title for item in items]


@pytest.mark.parametrize("path", ADD)
def test_list_queries_do_not_grow_with_items(client, path):
    subject, place = theme(), authority()
    first, *others = query_counts(client, path, lambda: ADD[path](subject, place))
    assert others == [first, first]


@pytest.mark.parametrize("query", BAD_QUERIES)
@pytest.mark.parametrize("path", ADD)
def test_list_answers_any_query_string(client, path, query):
    ADD[path](theme(), authority())
    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
@pytest.mark.parametrize("path", ADD)
def test_list_shows_only_what_anybody_may_read(client, path, way):
    subject, place = theme(), authority()
    shown = ADD[path](subject, place)
    hide(ADD[path](subject, place), way)
    context = client.get(path).context
    assert [page.pk for page in context["items"]] == [shown.pk]
    assert context["total"] == 1


def test_list_pages_hold_twelve_and_keep_the_filters(client):
    subject = theme(slug="indemnisation")
    for number in range(13):
        case_study(f"Étude {number:02}", themes=[subject])
    page = client.get("/etudes-de-cas/?theme=indemnisation&inconnu=1")
    assert len(page.context["items"]) == 12
    assert 'href="?theme=indemnisation&amp;page=2"' in page.content.decode()
    assert titles(client.get("/etudes-de-cas/?theme=indemnisation&page=99").context["items"]) == ["Étude 00"]


def test_list_filters_combine_and_can_be_removed(client):
    subject, place = theme("Tirage au sort", slug="tirage"), authority(kind="region")
    case_study("La bonne", themes=[subject], assemblies=[assembly(authority=place)])
    case_study("Autre thème", assemblies=[assembly(authority=place)])
    case_study("Autre échelle", themes=[subject], assemblies=[assembly()])
    page = client.get("/etudes-de-cas/?theme=tirage&echelle=region&page=1")
    assert titles(page.context["items"]) == ["La bonne"]
    assert page.context["pills"] == [
        {"label": "Thème : Tirage au sort", "query": "echelle=region"},
        {"label": "Échelle : Région", "query": "theme=tirage"},
    ]
    assert "1 étude sur 3" in text_of(page)


def test_list_without_a_match_offers_a_way_out(client):
    case_study()
    page = client.get("/etudes-de-cas/?echelle=region")
    assert "Aucune étude de cas ne répond à ces filtres" in text_of(page)
    assert '<a class="button plain" href="/etudes-de-cas/">Retirer les filtres</a>' in page.content.decode()


def test_assembly_list_filters_by_status_and_puts_counter_examples_last(client):
    assembly("Contre-exemple", is_counter_example=True, status="active", authority=authority("Agen"))
    assembly("Active", status="active", authority=authority("Zuydcoote"))
    assembly("Finie", status="ended")
    page = client.get("/assemblees/?statut=active")
    assert titles(page.context["items"]) == ["Active", "Contre-exemple"]
    assert "Contre-exemple : proche par le nom" in re.sub(r"[\u00a0\u202f]| +(?=:)", " ", text_of(page)).replace(
        "  ", " "
    )


def test_case_study_calls_are_numbered_in_reading_order(client):
    """The reasons of answers to the criteria, and their sources, are on the sheet of the assembly."""
    in_card, in_text, in_fact, in_answer = (source(title=f"Source {letter}") for letter in "abcd")
    subject = assembly()
    fact(subject, "size", "100 membres.", source=in_card)
    fact(subject, "follow_up", "Trois textes.", source=in_fact)
    answer(subject, *definition("Portée par une autorité publique"), source=in_answer)
    study = case_study(assemblies=[subject], practice=[step("La règle", "<p>On paie.</p>", sources=(in_text, in_card))])
    page = client.get(study.get_url())
    assert page.context["sources"] == [in_card, in_text, in_fact]
    html = page.content.decode().replace("\u2060", "")
    call = '<a class="call" href="#s{0}" aria-label="Source {0}">{1}</a>'
    assert f"<p>On paie{call.format(1, '[1')}{call.format(2, ', 2]')}.</p>" in html
    assert f'<dd class="val">Trois textes{call.format(3, "[3]")}.</dd>' in html
    assert html.count('<li id="s') == 3
    assert f'<a href="{subject.get_url()}#critere-1">Portée par une autorité publique</a>' in html


def test_case_study_says_what_is_not_documented(client):
    study = case_study(practice=[step("La règle"), step("La suite", documented=False)])
    page = client.get(study.get_url())
    assert page.content.decode().count('<p class="state unknown">Pas encore documenté</p>') == 2
    assert "On cherche un témoignage" in text_of(page)


def test_case_study_keeps_both_questions_in_order(client):
    html = client.get(case_study().get_url()).content.decode()
    assert re.findall(r'<section class="panel (p\d)"', html) == ["p1", "p2"]


def test_case_study_never_links_to_what_is_hidden(client):
    hidden, draft = hide(assembly("Cachée"), "draft"), workshop("2099-06", live=False, title="Brouillon")
    study = case_study(assemblies=[hidden], workshops=[draft])
    page = client.get(study.get_url())
    assert page.context["subject"] is None
    assert "Cachée" not in page.content.decode()
    assert "Brouillon" not in page.content.decode()


def test_case_study_announces_its_own_workshop_first(client):
    subject = theme()
    workshop("2098-06", title="Sur le thème", themes=[subject])
    own = workshop("2099-06", title="Le sien")
    study = case_study(themes=[subject])
    assert client.get(study.get_url()).context["next_workshop"].title == "Sur le thème"
    study.workshops.set([own])
    study.save()
    context = client.get(study.get_url()).context
    assert (context["next_workshop"].title, context["workshops"]) == ("Le sien", [])


def test_case_study_page_queries_do_not_grow_with_evidence(client):
    subject = assembly()
    criteria = iter(definition(*(f"Critère {number}" for number in range(30))))
    study = case_study(assemblies=[subject], practice=[step("La règle", sources=(source(),))])

    def more() -> None:
        fact(subject)
        answer(subject, next(criteria))

    first, *others = query_counts(client, study.get_url(), more)
    assert others == [first, first]


def test_case_study_page_asks_for_themes_once_whatever_its_steps(client):
    """Wagtail looks each step's theme up among all of them."""
    subject = theme()
    counts = []
    for size in (1, 8):
        steps = [(kind, {**told, "theme": str(subject.pk)}) for kind, told in map(step, "abcdefgh"[:size])]
        study = case_study(f"Une étude en {size}", practice=steps)
        content_changed()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(study.get_url()).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_assembly_page_queries_do_not_grow_with_evidence(client):
    subject, question = assembly(), theme()
    criteria = iter(definition(*(f"Critère {number}" for number in range(30))))

    def more() -> None:
        fact(subject)
        answer(subject, next(criteria))
        case_study(assemblies=[subject], themes=[question])
        witness(assembly=subject, themes=[question], authority=subject.authority)
        Milestone.objects.create(page=subject, when=When.parse("2023"), text="Une date", source=source())
        generation = Generation.objects.create(page=subject, label="Une génération", source=source())
        GenerationRoute.objects.create(generation=generation, route="sortition", count=3)

    first, *others = query_counts(client, subject.get_url(), more)
    assert others == [first, first]


def test_assembly_page_shows_every_criterion_in_force(client):
    subject = assembly()
    first, second = definition("Portée par une autorité", "Renouvelée")
    answer(subject, first, "partly", reason="En partie.")
    page = client.get(subject.get_url())
    assert [(line.criterion, line.answer is None) for line in page.context["assessments"]] == [
        (first, False),
        (second, True),
    ]
    assert "Partiellement En partie" in text_of(page)


@pytest.mark.parametrize(
    ("verified_on", "words"),
    [
        (None, "Vérifiés : jamais encore. À relire avant de citer."),
        (date(2026, 11, 1), "Vérifiés le 1er novembre 2026."),
        (date(2025, 11, 1), "Vérifiés le 1er novembre 2025, à revérifier."),
    ],
)
def test_assembly_page_says_when_facts_were_verified(monkeypatch, verified_on, words):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))
    assert AssemblyPage(verified_on=verified_on).verification == words


def test_assembly_page_says_that_a_fact_was_not_found(client):
    subject = assembly()
    fact(subject, "compensation", "Montant non trouvé.", confidence="unknown", conflict="Un site dit 44 €.")
    page = client.get(subject.get_url())
    assert '<dd class="state unknown">Non trouvé</dd>' in page.content.decode()
    assert '<dd class="clash">Un site dit 44\u00a0€.</dd>' in page.content.decode()


@pytest.mark.parametrize("model", [AssemblyPage, CaseStudyPage])
def test_preview_of_a_page_never_saved_shows(model):
    fields = {"authority": authority()} if model is AssemblyPage else {"practice_summary": "Ainsi."}
    request = RequestFactory().get("/")
    request.is_preview, request.user = True, None
    response = model(title="Nouvelle page", slug="nouvelle", **fields).serve(request)
    assert "Nouvelle page" in response.render().content.decode()


def test_testimony_without_name_stays_anonymous(client):
    page = client.get(witness(shown_role="Ancienne membre").get_url())
    assert "Une personne qui ne souhaite pas être nommée Ancienne membre" in text_of(page)


def test_report_shows_its_date_and_files(client):
    page = report(when=When.parse("2027-06-10"), authorities=[authority()])
    ReportFile.objects.create(report=page, label="Enregistrement", url="https://exemple.fr/video")
    html = client.get(page.get_url()).content.decode()
    assert '<a href="https://exemple.fr/video">Enregistrement</a>' in html
    assert "10 juin 2027" in html.replace("\u00a0", " ")
    assert f'href="/signaler-une-erreur/?sur={page.pk}">Demandez-le sous une autre forme</a>' in html


def test_tag_pages_count_only_what_anybody_may_read(client):
    for way in ("", "draft"):
        study = case_study()
        study.tags.add("Jury d’assises", "Secrète" if way else "Double tirage")
        study.save()
        if way:
            hide(study, way)
    assert [(tag.name, tag.used) for tag in client.get("/etiquettes/").context["tags"]] == [
        ("Double tirage", 1),
        ("Jury d’assises", 1),
    ]
    assert client.get("/etiquettes/double-tirage/").context["items"].paginator.count == 1
    assert client.get("/etiquettes/secrete/").status_code == 404


def test_tag_page_queries_do_not_grow_with_items(client):
    subject, place = theme(), authority()

    def more() -> None:
        study = case_study(themes=[subject], assemblies=[assembly(authority=place)])
        study.tags.add("Jury")
        study.save()

    first, *others = query_counts(client, "/etiquettes/jury/", more)
    assert others == [first, first]


@pytest.mark.parametrize("path", [*ADD, "/etiquettes/"])
def test_public_pages_set_no_cookie(client, path):
    for add in ADD.values():
        add(theme(label=f"Thème {id(add)}"), authority())
    assert client.get(path).cookies == {}
