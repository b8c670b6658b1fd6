"""What lists keep between two requests is never told to anybody once it is no longer true."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from casestudies.models import AssemblyPage, CaseStudyPage, TestimonyPage
from glossary.models import Theme
from hub.community.models import Authority
from hub.core.lists import kept, watching
from tests.factories.casestudies import answer, assembly, case_study, definition, hide, report, witness
from tests.factories.organisers import member
from tests.factories.workshops import authority, theme

pytestmark = pytest.mark.django_db

LISTS = ("/etudes-de-cas/", "/assemblees/", "/temoignages/", "/comptes-rendus/")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.forget()


def counts(path: str = "/etudes-de-cas/") -> dict[str, dict[str, int]]:
    """Filter → value → count, as a visitor is told."""
    offers = Client().get(path).context["offers"]
    return {offer.facet.name: {each.value: each.count for each in offer.choices} for offer in offers}


def naive() -> dict[str, dict[str, int]]:
    """The same counts of case studies, one query each."""
    studies, assemblies = CaseStudyPage.objects.visible_to_all(), AssemblyPage.objects.visible_to_all()
    places = Authority.objects.filter(assemblies__in=assemblies, assemblies__case_studies__in=studies)
    countries = set(places.values_list("country", flat=True))
    parts = set(places.exclude(department_code="").values_list("country", "department_code"))

    def at(**where: str) -> int:
        there = assemblies.filter(**{f"authority__{name}": value for name, value in where.items()})
        return studies.filter(assemblies__in=there).distinct().count()

    tags = {tag.slug: studies.filter(tags=tag).distinct().count() for tag in Tag.objects.all()}
    return {
        "theme": {each.slug: studies.filter(themes=each).distinct().count() for each in Theme.objects.all()},
        "echelle": {kind: at(kind=kind) for kind, _ in Authority._meta.get_field("kind").choices},
        "territoire": {land: at(country=land) for land in countries}
        | {f"{land}-{part}": at(country=land, department_code=part) for land, part in parts},
        "etiquette": {slug: count for slug, count in tags.items() if count},
    }


# ---------------------------------------------------------------- what people do to a case base
def study(number: int) -> CaseStudyPage:
    pages = CaseStudyPage.objects.order_by("pk")
    return pages[number % len(pages)]


def publish(number: int) -> None:
    page = study(number).get_latest_revision_as_object()
    page.title = f"Titre {number}"
    page.themes.set(list(Theme.objects.order_by("pk"))[: number % 3])
    page.tags.set([f"Mot {number % 4}"])
    page.save_revision().publish()


def unpublish(number: int) -> None:
    study(number).unpublish()


def delete(number: int) -> None:
    if CaseStudyPage.objects.count() > 1:
        study(number).delete()


def delete_from_its_parent(number: int) -> None:
    if CaseStudyPage.objects.count() > 1:
        Page.objects.get(pk=study(number).pk).delete()


def move_to_other_assemblies(number: int) -> None:
    page = study(number)
    page.assemblies.set(list(AssemblyPage.objects.order_by("pk"))[number % 2 :])
    page.save()


def restrict(number: int) -> None:
    PageViewRestriction.objects.create(page=study(number), restriction_type=PageViewRestriction.LOGIN)


def lift_restrictions(number: int) -> None:
    PageViewRestriction.objects.all().delete()


def hide_assembly(number: int) -> None:
    page = AssemblyPage.objects.order_by("pk")[number % 3]
    page.live = not page.live
    page.save()


def rename_theme(number: int) -> None:
    subject = Theme.objects.order_by("pk")[number % 3]
    subject.slug = f"theme-{number}-{subject.pk}"
    subject.save()


def change_authority(number: int) -> None:
    place = Authority.objects.order_by("pk")[number % 3]
    place.kind, place.department_code = ("region", "") if number % 2 else ("commune", f"{number + 10}")
    place.save()


def rename_tag(number: int) -> None:
    tag = Tag.objects.order_by("pk").first()
    if tag is not None:
        tag.slug = f"mot-{number}-{tag.pk}"
        tag.save()


def change_mind(number: int) -> None:
    """A publication that fails half-way."""
    with transaction.atomic():
        publish(number)
        counts()
        transaction.set_rollback(True)


CHANGES = (
    publish,
    unpublish,
    delete,
    delete_from_its_parent,
    move_to_other_assemblies,
    restrict,
    lift_restrictions,
    hide_assembly,
    rename_theme,
    change_authority,
    rename_tag,
    change_mind,
)


@pytest.fixture
def base() -> None:
    subjects = [theme(name, slug=name) for name in ("pay", "draw", "law")]
    places = [
        authority(f"Lieu {number}", country="FR" if number else "BE", department_code="31" if number == 1 else "")
        for number in range(3)
    ]
    assemblies = [assembly(authority=place) for place in places]
    for number in range(8):
        page = case_study(f"Étude {number}", themes=subjects[: number % 4], assemblies=assemblies[number % 3 :])
        page.tags.add(f"Mot {number % 3}")
        page.save_revision().publish()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 7)), min_size=1, max_size=6))
def test_counts_stay_those_of_the_database_whatever_happens(base, changes):
    counts()
    for change, number in changes:
        change(number)
        assert counts() == naive()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_a_page_hidden_after_the_list_was_read_leaves_it_at_once(client, path, way):
    pages = {"/etudes-de-cas/": case_study, "/assemblees/": assembly, "/temoignages/": witness}
    page = pages.get(path, report)("Cachée plus tard")
    assert client.get(path).context["total"] == 1
    hide(page, way)
    assert client.get(path).context["total"] == 0


def test_a_page_that_expires_between_two_requests_leaves_the_list(client, monkeypatch):
    page = case_study("Bientôt passée")
    page.expire_at = timezone.now() + timedelta(minutes=2)
    page.save()
    assert client.get("/etudes-de-cas/").context["total"] == 1
    later = timezone.now() + timedelta(minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/etudes-de-cas/").context["total"] == 0


def test_answers_to_criteria_are_counted_at_once():
    criterion = definition("Portée")[0]
    page = assembly()
    assert counts("/assemblees/")["critere-1"]["yes"] == 0
    given_answer = answer(page, criterion, "yes")
    assert counts("/assemblees/")["critere-1"]["yes"] == 1
    given_answer.delete()
    assert counts("/assemblees/")["critere-1"]["yes"] == 0


def test_testimonies_follow_their_authority():
    place = authority("Ville de Rouen", department_code="76")
    witness(authority=place)
    assert counts("/temoignages/")["territoire"] == {"FR": 1, "FR-76": 1}
    TestimonyPage.objects.get().delete()
    assert counts("/temoignages/")["territoire"] == {}


def test_readers_with_a_session_are_told_the_same(client, admin_user):
    """Lists are the same for everybody (decision 0019): what is kept serves who is signed in too."""
    page = case_study("Une étude")
    assert client.get("/etudes-de-cas/").context["total"] == 1
    restrict(0)
    client.force_login(admin_user)
    assert client.get("/etudes-de-cas/").context["total"] == 0
    assert client.get(page.get_url()).status_code == 200


def test_what_is_written_without_any_signal_is_read_at_once(client):
    page = case_study("Une étude")
    assert client.get("/etudes-de-cas/").context["total"] == 1
    Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get("/etudes-de-cas/").context["total"] == 0


def test_what_is_written_silently_is_read_ten_minutes_later(client, monkeypatch):
    """By hand, in the database."""
    page = case_study("Une étude")
    assert client.get("/etudes-de-cas/").context["total"] == 1
    with monkeypatch.context() as by_hand:
        by_hand.setattr(watching, "_tables", set())
        Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get("/etudes-de-cas/").context["total"] == 1
    later = timezone.now() + kept.LONGEST
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/etudes-de-cas/").context["total"] == 0


@pytest.mark.django_db(transaction=True)
def test_what_another_process_publishes_is_counted_by_this_one(child_env):
    page = case_study("Une étude", themes=[theme("Indemnisation", slug="pay")])
    assert counts()["theme"] == {"pay": 1}
    code = (
        "import django; django.setup();"
        "from casestudies.models import CaseStudyPage; from glossary.models import Theme;"
        f"Theme.objects.create(label='Tirage', short_label='Tirage', slug='draw', order=9);"
        f"CaseStudyPage.objects.get(pk={page.pk}).copy(update_attrs={{'slug': 'copie', 'title': 'Copie'}})"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=site.BASE_DIR, env=child_env, check=True)
    assert counts()["theme"] == {"pay": 2, "draw": 0}


@pytest.mark.parametrize("path", LISTS)
def test_queries_are_as_many_for_one_item_as_for_thirty_before_and_after_keeping(client, path):
    subject, place = theme(slug="pay"), authority()
    makers = {
        "/etudes-de-cas/": lambda: case_study(themes=[subject], assemblies=[assembly(authority=place)]),
        "/assemblees/": lambda: assembly(authority=place, themes=[subject]),
        "/temoignages/": lambda: witness(authority=place, themes=[subject]),
        "/comptes-rendus/": lambda: report(themes=[subject], authorities=[place]),
    }
    first, warm = set(), set()
    for size in (1, 2, 27):
        for _ in range(size):
            makers[path]()
        client.get(path)
        kept.forget()
        for found in (first, warm):
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            found.add(len(captured))
    assert (len(first), len(warm)) == (1, 1)
    assert warm.pop() < first.pop()


def test_rows_follow_everything_they_show(client):
    subject, place = theme("Indemnisation"), authority("Ville de Metz")
    page = case_study("Une étude", slug="etude", themes=[subject], assemblies=[assembly(authority=place)])

    def row() -> tuple:
        (found,) = client.get("/etudes-de-cas/").context["items"]
        return found.title, found.theme_labels, found.place_names

    assert row() == ("Une étude", ["Indemnisation"], ["Ville de Metz"])
    page.title = "Un autre titre"
    page.save_revision().publish()
    assert row() == ("Un autre titre", ["Indemnisation"], ["Ville de Metz"])
    subject.label = "Indemnités"
    subject.save()
    place.name = "Commune de Metz"
    place.save()
    assert row() == ("Un autre titre", ["Indemnités"], ["Commune de Metz"])
    page.themes.clear()
    page.save_revision().publish()
    assert row() == ("Un autre titre", [], ["Commune de Metz"])


def test_addresses_of_rows_follow_the_list(client):
    case_study("Une étude", slug="etude")
    assert 'href="/etudes-de-cas/etude/"' in client.get("/etudes-de-cas/").text
    listing = Page.objects.get(slug="etudes-de-cas").specific
    listing.slug = "cas"
    listing.save_revision().publish()
    assert 'href="/cas/etude/"' in client.get("/cas/").text


def test_rows_read_for_a_visitor_serve_a_member(client):
    case_study("Une étude")
    client.get("/etudes-de-cas/")
    with CaptureQueriesContext(connection) as as_anybody:
        client.get("/etudes-de-cas/")
    client.force_login(member("mila@exemple.fr"))
    with CaptureQueriesContext(connection) as as_member:
        client.get("/etudes-de-cas/")
    assert reads_of_studies(as_member) == reads_of_studies(as_anybody)


def reads_of_studies(captured: CaptureQueriesContext) -> int:
    return len([query for query in captured if "casestudies_casestudypage" in query["sql"]])
