"""The starter content once loaded. It is loaded once for the module; `dump` shows that nothing else was written."""

import io
import itertools
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Page, ReferenceIndex, Revision, Site

from casestudies.evidence.enums import FactKey
from casestudies.models import (
    AssemblyPage,
    CaseStudyIndexPage,
    CaseStudyPage,
    CriterionAnswer,
    Fact,
    Generation,
    GenerationRoute,
    Milestone,
    Recommendation,
    RecommendationState,
    Source,
)
from glossary.models import Criterion, CriterionPoint, DefinitionVersion, Term, Theme, ThemeQuestion, ThemeRequest
from hub.community.models import Authority
from hub.core.models import SiteIdentity
from hub.home.models import HomePage, StandardPage
from hub.home.news import lines_of, newest_first
from hub.home.starter import load_starter
from tests.harness.dump import dump
from workshops.models import AgendaItem, Cycle, OutsideEvent, WorkshopIndexPage, WorkshopPage, WorkshopPartner

pytestmark = pytest.mark.django_db

COUNTS = {
    Theme: 6,
    ThemeQuestion: 9,
    ThemeRequest: 17,
    DefinitionVersion: 1,
    Criterion: 5,
    CriterionPoint: 7,
    Term: 27,
    Source: 58,
    Authority: 16,
    AssemblyPage: 16,
    Fact: 102,
    Milestone: 46,
    Generation: 20,
    GenerationRoute: 21,
    CriterionAnswer: 134,
    Recommendation: 4,
    RecommendationState: 4,
    CaseStudyPage: 12,
    Tag: 34,
    Cycle: 1,
    OutsideEvent: 1,
    WorkshopPage: 4,
    WorkshopPartner: 6,
    AgendaItem: 10,
    SiteIdentity: 1,
    Site: 1,
    Page: 45,
}
BELOW_HOME = [
    "le-groupe",
    "definition",
    "ateliers",
    "assemblees",
    "etudes-de-cas",
    "temoignages",
    "comptes-rendus",
    "glossaire",
    "accessibilite",
    "mentions-legales",
    "confidentialite",
]


@pytest.fixture(autouse=True, scope="module")
def _content(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_starter(year=2027)
    yield
    with django_db_blocker.unblock():
        django_db_setup.reset()


def workshops():
    return {page.slug: page for page in WorkshopPage.objects.all()}


# ---------------------------------------------------------------- what is there
def test_everything_is_loaded():
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_loading_is_news_of_pages_and_never_of_facts():
    told = Counter(found.source for found in lines_of(newest_first()))
    assert told == {"assemblées": 16, "études de cas": 12, "ateliers": 4, "suites": 4}


def test_site_shows_the_home_page():
    site = Site.objects.get()
    home = HomePage.objects.get()
    assert (site.root_page_id, site.hostname, site.port, site.site_name) == (home.pk, "testserver", 80, "Agorathèque")
    assert [page.pk for page in Page.objects.filter(depth=2)] == [home.pk]
    assert home.title == "Assemblées citoyennes permanentes : partager ce que l’on fait"


def test_pages_stand_below_home_in_order():
    assert [page.slug for page in HomePage.objects.get().get_children().order_by("path")] == BELOW_HOME


def test_tree_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


def test_every_page_is_published_with_its_first_revision():
    pages = Page.objects.filter(depth__gt=1)
    assert pages.filter(live=True, has_unpublished_changes=False, first_published_at__isnull=False).count() == 44
    assert Revision.objects.count() == 44
    assert pages.filter(live_revision=F("latest_revision")).count() == 44
    assert [page for page in pages if page.first_published_at != page.last_published_at] == []


def test_every_object_is_valid():
    """Children are written without being cleaned one by one."""
    models = [
        model for model in COUNTS if model._meta.app_label in ("glossary", "casestudies", "workshops", "community")
    ]
    for item in itertools.chain.from_iterable(model.objects.all() for model in models):
        item.full_clean()


def test_starter_sheets_say_so():
    sheets = [*Term.objects.all(), *AssemblyPage.objects.all(), *CaseStudyPage.objects.all()]
    assert Counter(sheet.is_starter for sheet in sheets) == {True: 55}
    assert set(AssemblyPage.objects.values_list("verified_on", flat=True)) == {None}


def test_revision_of_a_page_holds_its_children():
    page = AssemblyPage.objects.get(slug="paris")
    draft = page.get_latest_revision_as_object()
    for relation in ("facts", "milestones", "generations", "answers"):
        kept = [item.pk for item in getattr(draft, relation).order_by("sort_order")]
        assert kept == [item.pk for item in getattr(page, relation).order_by("sort_order")] != []


# ---------------------------------------------------------------- evidence
def test_every_answer_but_undocumented_has_a_reason_and_a_source():
    answers = CriterionAnswer.objects.exclude(state="undocumented")
    assert answers.count() == 117
    assert [answer for answer in answers if not (answer.reason and answer.source)] == []


def test_every_known_fact_has_a_source():
    assert [fact for fact in Fact.objects.exclude(confidence="unknown") if not fact.sources] == []


def test_each_assembly_answers_the_five_criteria_in_order():
    numbers = {
        page.slug: [answer.criterion.number for answer in page.answers.order_by("sort_order")]
        for page in AssemblyPage.objects.all()
    }
    assert {slug: sorted(set(found)) for slug, found in numbers.items()} == {slug: [1, 2, 3, 4, 5] for slug in numbers}
    assert [slug for slug, found in numbers.items() if found != sorted(found)] == []


def test_an_assembly_keeps_what_the_file_says():
    page = AssemblyPage.objects.with_evidence().get(slug="poitiers")
    fact = page.headline(FactKey.COMPENSATION)
    assert page.introduction != ""
    assert page.other_name_list == ["Assemblée citoyenne et populaire", "ACP"]
    assert (page.authority.insee_code, page.is_counter_example) == ("86194", False)
    assert (str(fact.amount), fact.unit, str(fact.valid_on)) == ("41.22", "session", "2023-06-26")
    assert [source.key for source in fact.sources] == ["ta-poitiers-2025", "my-angers-2025", "ballast-conseil"]


def test_an_authority_has_its_article_and_the_source_of_its_population():
    sources = dict(Authority.objects.values_list("slug", "population_source"))
    assert Authority.objects.get(slug="rouen").in_a_sentence == "la Ville de Rouen"
    assert sources["rouen"] == "INSEE, Code officiel géographique 2026"


# ---------------------------------------------------------------- case studies
def test_first_case_study_of_the_file_comes_first_in_the_list():
    listed = CaseStudyIndexPage.objects.get().items()
    assert [page.slug for page in listed][:2] == ["paris-jury-d-assises", "poitiers-indemnite-et-juge"]


def test_a_case_study_has_its_two_parts():
    page = CaseStudyPage.objects.get(slug="paris-jury-d-assises")
    steps = [(step.value["heading"], step.value["documented"]) for step in [*page.practice, *page.outcome]]
    assert steps == [
        ("La règle", True),
        ("Qui la reçoit", True),
        ("Pour combien de temps", True),
        ("Pour les membres", False),
        ("Pour l’action publique", True),
    ]
    assert page.practice[1].value["text"].source.startswith("<p>Cent personnes, dès 16 ans.")
    assert [source.key for source in page.practice[1].value["sources"]] == ["paris-assemblee", "paris-promo-2"]
    assert sorted(page.tags.names()) == ["demi-journée", "double tirage", "jury d’assises"]
    assert [assembly.slug for assembly in page.assemblies.all()] == ["paris"]


def test_studies_on_one_subject_share_its_tag():
    shared = {
        tag.name: set(CaseStudyPage.objects.filter(tags=tag).values_list("slug", flat=True))
        for tag in Tag.objects.all()
    }
    assert {name: slugs for name, slugs in shared.items() if len(slugs) > 1} == {
        "double tirage": {"paris-jury-d-assises", "bruxelles-parlementaires-et-tires-au-sort"},
        "droit de suite": {"paris-droit-de-suite", "marseille-commission-de-suivi"},
        "hors listes électorales": {"marseille-trois-voies", "ostbelgien-un-conseil-permanent"},
        "obligation de répondre": {"haute-garonne-par-canton", "ostbelgien-un-conseil-permanent"},
        "renouvellement": {"rouen-plus-de-hasard", "ostbelgien-un-conseil-permanent"},
        "tirage sous contrôle": {"marseille-trois-voies", "haute-garonne-par-canton"},
        "volontariat": {"rouen-plus-de-hasard", "poitiers-indemnite-et-juge", "haute-garonne-par-canton"},
    }


def test_population_is_that_of_the_authority_and_no_fact_about_composition():
    told = Fact.objects.filter(page__slug="ostbelgien", key=FactKey.COMPOSITION).values_list("label", flat=True)
    authority = AssemblyPage.objects.get(slug="ostbelgien").authority
    assert (list(told), authority.population, bool(authority.population_source)) == ([], 77_000, True)


def test_case_studies_are_linked_with_the_workshops_on_their_themes():
    for study in CaseStudyPage.objects.prefetch_related("themes", "workshops"):
        themes = set(study.themes.all())
        expected = {slug for slug, workshop in workshops().items() if themes & set(workshop.themes.all())}
        assert {workshop.slug for workshop in study.workshops.all()} == expected
    linked = Counter(WorkshopPage.objects.filter(case_studies__isnull=False).values_list("slug", flat=True))
    assert linked["enjeux-et-modalites-d-indemnisation"] == 3


# ---------------------------------------------------------------- calendar and founding text
def test_founding_calendar_reads_as_it_was_written():
    assert {slug: page.when.french() for slug, page in workshops().items()} == {
        "rendre-des-comptes": "18–19 mars 2027",
        "enjeux-et-modalites-d-indemnisation": "Juin 2027",
        "modalites-et-enjeux-du-tirage-au-sort": "Septembre ou octobre 2027",
        "atelier-de-repli": "Novembre 2027",
    }
    assert [(str(cycle.period), "pas d’année" in cycle.note) for cycle in Cycle.objects.all()] == [("2027", True)]


def test_november_is_the_fallback_of_march():
    november = workshops()["atelier-de-repli"]
    assert {page.slug: page.fallback_for_id for page in workshops().values() if page.fallback_for_id} == {
        "atelier-de-repli": workshops()["rendre-des-comptes"].pk
    }
    assert (november.fallback_condition, november.theme_open) == ("en cas d’absence d’atelier aux REP", True)


def test_each_partner_has_its_own_certainty():
    lines = WorkshopPartner.objects.order_by("workshop__earliest", "sort_order")
    assert [(line.workshop.when.months()[0][1], line.authority.slug, line.certainty) for line in lines] == [
        (3, "paris", "tentative"),
        (6, "rouen", "planned"),
        (9, "marseille", "planned"),
        (9, "paris", "planned"),
        (11, "paris", "planned"),
        (11, "haute-garonne", "planned"),
    ]


def test_march_takes_place_within_an_outside_event():
    hosts = {slug: str(page.host_event) for slug, page in workshops().items() if page.host_event}
    assert hosts == {"rendre-des-comptes": "Rencontres Européennes de la Participation, Numérique"}


def test_each_workshop_has_both_parts():
    parts = {slug: [len(items) for _, items in page.agenda_parts] for slug, page in workshops().items()}
    assert sorted(parts.values()) == [[1, 1], [1, 1], [2, 1], [2, 1]]


def test_the_group_page_quotes_the_lists_of_the_founding_text():
    sections = {part.value["heading"]: part.value for part in StandardPage.objects.get(slug="le-groupe").body}
    criteria = sections["Assemblées citoyennes permanentes ?"]["text"].source
    calendar = sections["Les thématiques et le calendrier"]["text"].source
    assert criteria.count("<li>") == 5
    assert calendar.count("<li>") == 4 + 6
    assert "<li>Comment rendre des comptes ? Retour d’expériences des comités" in calendar
    notes = {heading: section["note"] for heading, section in sections.items()}
    assert set(notes.values()) == {"Texte fondateur", ""}
    assert notes["Participer"] == ""


# ---------------------------------------------------------------- loading again
def test_a_second_load_changes_nothing():
    before = dump()
    with CaptureQueriesContext(connection) as queries:
        created = load_starter(year=2027)
    assert created == {}
    assert dump() == before
    reading = ("SELECT", "SAVEPOINT", "RELEASE")
    assert [query["sql"] for query in queries if not query["sql"].startswith(reading)] == []
    assert len(queries) < 40


def test_what_editors_changed_stays():
    page = AssemblyPage.objects.get(slug="rouen")
    page.title = "Autre titre"
    page.facts.set(page.facts.all()[1:])
    page.save_revision().publish()
    Theme.objects.filter(slug="indemnisation").update(label="Indemnités")
    Term.objects.filter(slug="audition").update(slug="auditions")
    Source.objects.filter(key="paris-assemblee").update(title="Titre corrigé")
    Authority.objects.filter(slug="rouen").update(slug="ville-de-rouen")
    Criterion.objects.filter(number=5).update(label="Autre libellé")
    Cycle.objects.update(period="2028")
    before = dump()
    assert load_starter(year=2027) == {}
    assert dump() == before


def test_pages_that_moved_are_recognised():
    index = WorkshopIndexPage.objects.get()
    index.slug = "calendrier"
    index.save()
    for page in (CaseStudyPage.objects.get(slug="paris-droit-de-suite"), StandardPage.objects.get(slug="le-groupe")):
        page.slug = "autre-adresse"
        page.save()
    StandardPage.objects.get(slug="accessibilite").move(StandardPage.objects.get(slug="mentions-legales"), "last-child")
    before = dump()
    assert load_starter(year=2027) == {}
    assert dump() == before


def test_what_is_missing_comes_back_with_its_links():
    CaseStudyPage.objects.get(slug="rouen-plus-de-hasard").delete()
    workshops()["rendre-des-comptes"].delete()
    Term.objects.get(slug="deliberation").delete()
    assert load_starter(year=2027) == {Term: 1, WorkshopPage: 1, CaseStudyPage: 1}
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    assert Term.objects.get(slug="audition").see_also.filter(slug="deliberation").count() == 1


def test_a_later_definition_stays_in_force():
    AssemblyPage.objects.get(slug="rouen").delete()
    DefinitionVersion.objects.update(is_current=False)
    DefinitionVersion.objects.create(number=2, is_current=True)
    assert load_starter(year=2027) == {AssemblyPage: 1}
    assert DefinitionVersion.objects.current().number == 2
    assert {answer.criterion.version.number for answer in CriterionAnswer.objects.all()} == {1}


def test_founding_facts_are_dated_as_their_words_say():
    founding = Fact.objects.filter(key__in=["creation", "dates", "litigation"]).order_by("pk")
    assert {fact.value: fact.date_line for fact in founding if not fact.valid_on or fact.date_line} == {}


# ---------------------------------------------------------------- indexes
def test_indexes_are_those_that_a_rebuild_makes():
    before = (references(), entries())
    call_command("rebuild_references_index", stdout=io.StringIO())
    call_command("update_index", stdout=io.StringIO())
    assert (references(), entries()) == before


def references():
    return Counter(ReferenceIndex.objects.values_list("base_content_type", "object_id", "to_object_id", "model_path"))


def entries():
    entry = apps.get_model("wagtailsearch", "indexentry")
    # The root page comes from a migration and is in the index only after a rebuild.
    rows = entry.objects.exclude(content_type__model="page")
    return Counter(rows.values_list("content_type", "object_id", "title", "body", "autocomplete"))
