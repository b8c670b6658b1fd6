"""What changes is found at once, and what is hidden never: in results, in counts, in suggestions, in corrections."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from taggit.models import Tag
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction

from casestudies.models import CaseStudyTag, MemberTag, ReportFile
from casestudies.tagging.actions import merge_tags, rename_tag, undo_merge
from glossary.models import DefinitionPage, EquivalentWords, Term, ThemeQuestion
from hub.core.models import ContentState
from hub.home.models import StandardPage
from hub.search.actions.indexing import fill_index, read_everything, repair_index, search_changed
from hub.search.models import Entry, Posting, Spelling
from tests.factories.casestudies import assembly, case_study, definition, fact, hide, report
from tests.factories.pages import home_page, index_page
from tests.factories.workshops import authority, theme, workshop

pytestmark = pytest.mark.django_db

PATH, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"


@pytest.fixture(autouse=True)
def _site():
    home_page()


@pytest.fixture
def found(client):
    def search(text: str) -> list[str]:
        return [result.title for result in client.get(PATH, {"q": text}).context["results"]]

    return search


def test_publishing_and_unpublishing_show_at_once(found):
    page = case_study("Une étude", live=False)
    assert found("zinnia") == []
    page.practice_summary = "Un zinnia."
    page.save_revision().publish()
    assert found("zinnia") == ["Une étude"]
    page.refresh_from_db()
    page.unpublish()
    assert found("zinnia") == []
    assert Entry.objects.filter(number=page.pk).count() == 0


def test_a_draft_of_a_published_page_is_not_found(found):
    page = case_study("Une étude", practice_summary="Un zinnia.")
    page.practice_summary = "Un dahlia."
    page.save_revision()
    assert (found("zinnia"), found("dahlia")) == (["Une étude"], [])


def test_deleted_words_leave_the_index(found):
    page = case_study("Une étude", practice_summary="Un zinnia.")
    assert found("zinnia") == ["Une étude"]
    page.delete()
    assert Posting.objects.filter(word="zinnia").count() == 0
    assert found("zinnia") == []


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_what_is_hidden_is_nowhere(client, way):
    hide(case_study("Zinnias du Poitou", practice_summary="Un dahlia."), way)
    for query in ("zinnias", "dahlia", "zinia", "dalhia"):
        page = client.get(PATH, {"q": query})
        assert [result.title for result in page.context["results"]] == []
        assert (page.context["total"], page.context["neighbours"], page.context["corrected"]) == (0, [], "")
    assert client.get(SUGGESTIONS, {"q": "zin"}).json() == {"suggestions": []}


def test_a_restriction_put_above_hides_at_once(found):
    page = case_study("Zinnias")
    assert found("zinnias") == ["Zinnias"]
    restriction = PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert found("zinnias") == []
    restriction.delete()
    assert found("zinnias") == ["Zinnias"]


def test_a_page_that_expires_is_found_no_more_without_anybody_doing_anything(found, time_machine_now):
    case_study("Zinnias", expire_at=timezone.now() + timedelta(minutes=2))
    assert found("zinnias") == ["Zinnias"]
    time_machine_now(timezone.now() + timedelta(minutes=3))
    assert found("zinnias") == []


@pytest.fixture
def time_machine_now(monkeypatch):
    return lambda instant: monkeypatch.setattr(timezone, "now", lambda: instant)


def test_facts_are_found_by_their_label_and_their_value(client):
    page = assembly("Assemblée de Rouen", authority=authority("Ville de Rouen"))
    other = assembly("Assemblée de Nancy", authority=authority("Ville de Nancy"))
    line = fact(page, "compensation", "Douze zinnias par séance.")
    fact(other, "compensation", "Rien.")
    results = client.get(PATH, {"q": "indemnisation rouen"}).context["results"]
    assert [result.title for result in results][:1] == ["Assemblée de Rouen"]
    answer = results[0].answer
    assert (answer.label, answer.value, answer.sources) == (
        "<mark>Indemnisation</mark>",
        "Douze zinnias par séance.",
        "Ville",
    )
    line.value = "Douze dahlias."
    line.save()
    assert [len(client.get(PATH, {"q": word}).context["results"]) for word in ("zinnias", "dahlias")] == [0, 1]


def test_names_of_themes_and_authorities_count_and_follow_changes(found):
    place, question = authority("Ville de Rouen"), theme("Zinnias")
    case_study("Une étude", themes=[question], assemblies=[assembly(authority=place)])
    assert found("zinnias") == ["Zinnias", "Une étude"]
    question.label = question.short_label = "Dahlias"
    question.save()
    assert (found("zinnias"), found("dahlias")) == ([], ["Dahlias", "Une étude"])
    place.name = place.short_name = "Tulles"
    place.save()
    assert (found("rouen"), sorted(found("tulles"))) == ([], ["Assemblée citoyenne", "Une étude"])


def test_questions_of_a_theme_are_found(found):
    question = ThemeQuestion.objects.create(theme=theme("Fleurs"), text="Quels zinnias ?")
    assert found("zinnia") == ["Fleurs"]
    question.delete()
    assert found("zinnia") == []


def test_tags_of_editors_and_of_members_count(found):
    page = case_study("Une étude")
    tag = Tag.objects.create(name="zinnias", slug="zinnias")
    line = CaseStudyTag.objects.create(content_object=page, tag=tag)
    assert found("zinnia") == ["Une étude"]
    line.delete()
    assert found("zinnia") == []
    member = get_user_model().objects.create_user(email="a@exemple.fr")
    MemberTag.objects.create(page=page, tag=tag, member=member)
    assert found("zinnia") == ["Une étude"]


def test_a_renamed_or_merged_tag_is_found_by_both_names(found):
    page = case_study("Une étude")
    tags = [Tag.objects.create(name=name, slug=name) for name in ("zinnias", "dahlias")]
    CaseStudyTag.objects.create(content_object=page, tag=tags[0])
    boss = get_user_model().objects.create_superuser(email="a@exemple.fr")
    rename_tag(tags[0], "pivoines", by=boss)
    assert (found("pivoines"), found("zinnias")) == (["Une étude"], ["Une étude"])
    merge = merge_tags(tags[0], tags[1], by=boss)
    assert (found("dahlias"), found("pivoines")) == (["Une étude"], ["Une étude"])
    undo_merge(merge, by=boss)
    assert (found("dahlias"), found("pivoines")) == ([], ["Une étude"])


def test_words_of_terms_and_equivalents_need_no_index(found):
    case_study("Une étude", practice_summary="Un zinnia.")
    term = Term.objects.create(name="zinnia", slug="zinnia")
    assert found("dahlia") == []
    term.equivalents = "dahlia"
    term.save()
    assert found("dahlia") == ["Une étude"]
    term.delete()
    assert found("dahlia") == []
    group = EquivalentWords.objects.create(word="zinnia", others="pivoine arbustive\npivoine")
    assert (found("pivoine arbustive"), found("pivoines")) == (["Une étude"], ["Une étude"])
    group.delete()
    assert found("pivoines") == []


def test_plain_pages_are_found_under_their_kind(client):
    home_page().add_child(instance=StandardPage(title="Le groupe", slug="groupe", introduction="Des zinnias."))
    page = client.get(PATH, {"q": "zinnias", "type": "pages"})
    assert [(result.kind.key, result.title) for result in page.context["results"]] == [("pages", "Le groupe")]


def test_criteria_of_the_definition_are_found(client):
    index_page(DefinitionPage, "definition", "La définition")
    definition("Des zinnias")
    found = client.get(PATH, {"q": "zinnias"}).context["results"]
    assert [(result.kind.key, result.title) for result in found] == [("definition", "La définition")]


def test_titles_of_documents_are_found_on_the_page_of_their_report(found):
    page = report("Un compte-rendu")
    document = Document.objects.create(title="Diaporama des zinnias", file="zinnias.pdf")
    ReportFile.objects.create(report=page, label="Support", document=document)
    assert found("zinnias") == ["Un compte-rendu"]
    document.title = "Diaporama des dahlias"
    document.save()
    assert (found("zinnias"), found("dahlias")) == ([], ["Un compte-rendu"])


def test_an_upgraded_site_gets_its_index_once():
    case_study("Une étude", practice_summary="Un zinnia.")
    Entry.objects.all().delete()
    assert [fill_index(timezone.now()) > 0, fill_index(timezone.now())] == [True, 0]
    assert Posting.objects.filter(word="zinnia").count() == 1


def test_reading_everything_repairs_what_was_missed_and_writes_nothing_twice(found):
    page = case_study("Une étude", practice_summary="Un zinnia.")
    gone = workshop("2027-06", title="Atelier des dahlias")
    assert (found("zinnia"), found("dahlias")) == (["Une étude"], ["Atelier des dahlias"])
    Entry.objects.filter(number=page.pk).delete()
    type(gone).objects.filter(pk=gone.pk).update(live=False)
    read_everything()
    assert (found("zinnia"), Entry.objects.filter(number=gone.pk).count()) == (["Une étude"], 0)
    assert read_everything() == 0


def test_an_upgraded_site_gets_the_spellings_it_corrects_with(found):
    case_study("Une étude", practice_summary="Une délibération.")
    assert found("delibratoin") == ["Une étude"]
    Spelling.objects.all().delete()
    Entry.objects.update(fingerprint="")
    assert fill_index(timezone.now()) > 0
    assert found("delibratoin") == ["Une étude"]


def spelled(*asked):
    return set(Spelling.objects.filter(word__in=asked).values_list("word", flat=True))


@pytest.mark.parametrize("goes", ["deleted", "unpublished", "rewritten"])
def test_words_that_nothing_has_any_more_leave_the_spellings_with_it(goes, django_capture_on_commit_callbacks):
    """One of them may be the name of somebody who was erased."""
    page = case_study("Une étude", practice_summary="Ysoline parle d’une délibération.")
    case_study("Une autre", practice_summary="Une délibération.")
    read_everything()
    assert spelled("ysoline", "délibération") == {"ysoline", "délibération"}
    with django_capture_on_commit_callbacks(execute=True):
        if goes == "deleted":
            page.delete()
        elif goes == "unpublished":
            page.unpublish()
        else:
            page.practice_summary = "On parle d’une délibération."
            page.save_revision().publish()
    read_everything()
    assert spelled("ysoline", "délibération") == {"délibération"}


def test_words_that_were_missed_leave_the_spellings_with_the_daily_repair():
    Spelling.objects.create(word="ysoline", first="y", length=7)
    repair_index(timezone.now())
    assert spelled("ysoline") == set()


def test_what_an_undone_transaction_noted_writes_nothing(found):
    page = case_study("Une étude", practice_summary="Un zinnia.")
    assert found("zinnia") == ["Une étude"]
    token = ContentState.objects.get().token
    search_changed("page", [page.pk])
    assert (found("zinnia"), ContentState.objects.get().token) == (["Une étude"], token)


@pytest.mark.parametrize(("changed", "drawn"), [("practice_summary", False), ("title", True)])
def test_reading_a_page_changes_the_content_for_its_title_alone(found, changed, drawn):
    """Pages kept everywhere are made anew once for a publication, and not again as its words enter the index."""
    page = case_study("Une étude", practice_summary="Un zinnia.")
    assert found("zinnia") == ["Une étude"]
    setattr(page, changed, "Une ancolie")
    page.save()
    token = ContentState.objects.get().token
    assert found("ancolie") == [page.title]
    assert (ContentState.objects.get().token != token) is drawn


@pytest.mark.parametrize("goes", ["unpublish", "delete"])
def test_what_is_no_longer_published_leaves_the_index_at_once(found, goes, django_capture_on_commit_callbacks):
    page = case_study("Une étude", practice_summary="Un zinnia.")
    assert found("zinnia") == ["Une étude"]
    with django_capture_on_commit_callbacks(execute=True):
        getattr(page, goes)()
    assert not Entry.objects.filter(family="page", number=page.pk).exists()
