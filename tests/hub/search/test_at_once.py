"""Each change is seen at once everywhere the search tells something: results, counts, filters, what is proposed."""

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import PageViewRestriction

from casestudies.models import CaseStudyTag, MemberTag
from casestudies.tagging.actions import merge_tags
from glossary.models import EquivalentWords, Term
from hub.community.territories import DEPARTMENTS, REGIONS
from tests.factories.casestudies import assembly, case_study, fact, source
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop
from workshops.workshop.enums import Certainty

pytestmark = pytest.mark.django_db

PATH, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"
NOTHING: dict = {"titles": [], "total": 0, "kinds": {}, "filters": {}}


@pytest.fixture(autouse=True)
def _site():
    home_page()


@pytest.fixture
def told(client):
    """What the page says about a query."""

    def ask(text: str) -> dict:
        page = client.get(PATH, {"q": text}).context
        return {
            "titles": [result.title for result in page["results"]],
            "total": page["total"],
            "kinds": {kind.key: count for kind, count, _ in page["kinds"] if count},
            "filters": {each.label: each.count for offer in page["offers"] for each in offer.choices if each.count},
        }

    return ask


@pytest.fixture
def proposed(client):
    """What is suggested for the first letters, and proposed instead of a mistyped word."""

    def ask(beginning: str, mistyped: str) -> tuple[list[str], list[str]]:
        page = client.get(PATH, {"q": mistyped}).context
        suggested = client.get(SUGGESTIONS, {"q": beginning}).json()["suggestions"]
        return [each["title"] for each in suggested], [*filter(None, [page["corrected"]]), *page["neighbours"]]

    return ask


def one(title: str, kind: str = "etudes", **filters: int) -> dict:
    return {"titles": [title], "total": 1, "kinds": {kind: 1}, "filters": filters}


def test_publishing_then_unpublishing_is_seen_everywhere(told, proposed):
    page = case_study("Zinnias", themes=[theme("Fleurs")], live=False)
    assert (told("zinnias"), proposed("zin", "zinia")) == (NOTHING, ([], []))
    page.save_revision().publish()
    assert (told("zinnias"), proposed("zin", "zinia")) == (one("Zinnias", Fleurs=1), (["Zinnias"], ["zinnias"]))
    page.refresh_from_db()
    page.unpublish()
    assert (told("zinnias"), proposed("zin", "zinia")) == (NOTHING, ([], []))


def test_what_expires_is_seen_nowhere(told, proposed, monkeypatch):
    case_study("Zinnias", themes=[theme("Fleurs")], expire_at=timezone.now() + timezone.timedelta(minutes=2))
    assert (told("zinnias"), proposed("zin", "zinia")) == (one("Zinnias", Fleurs=1), (["Zinnias"], ["zinnias"]))
    later = timezone.now() + timezone.timedelta(minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert (told("zinnias"), proposed("zin", "zinia")) == (NOTHING, ([], []))


def test_what_is_restricted_is_seen_nowhere_until_it_is_open_again(told, proposed):
    page = case_study("Zinnias", themes=[theme("Fleurs")])
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert (told("zinnias"), proposed("zin", "zinia")) == (NOTHING, ([], []))
    restriction.delete()
    assert (told("zinnias"), proposed("zin", "zinia")) == (one("Zinnias", Fleurs=1), (["Zinnias"], ["zinnias"]))


@pytest.mark.parametrize("whose", ["editors", "members"])
def test_a_tag_put_and_taken_away_counts_at_once(told, whose):
    page, tag = case_study("Une étude"), Tag.objects.create(name="zinnias", slug="zinnias")
    assert told("zinnias") == NOTHING
    if whose == "editors":
        line = CaseStudyTag.objects.create(content_object=page, tag=tag)
    else:
        member = get_user_model().objects.create_user(email="a@exemple.fr")
        line = MemberTag.objects.create(page=page, tag=tag, member=member)
    assert told("zinnias") == one("Une étude", zinnias=1)
    line.delete()
    assert told("zinnias") == NOTHING


def test_merged_tags_are_one_filter(told):
    page = case_study("Une étude")
    tags = [Tag.objects.create(name=name, slug=name) for name in ("zinnias", "dahlias")]
    CaseStudyTag.objects.create(content_object=page, tag=tags[0])
    assert (told("zinnias"), told("dahlias")) == (one("Une étude", zinnias=1), NOTHING)
    merge_tags(tags[0], tags[1], by=get_user_model().objects.create_superuser(email="a@exemple.fr"))
    merged = told("dahlias")["filters"]
    assert (told("zinnias"), told("dahlias")) == (one("Une étude", **merged), one("Une étude", **merged))
    assert list(merged.values()) == [1]


def test_a_renamed_theme_is_found_counted_and_suggested_under_its_new_name(told, proposed):
    question = theme("Zinnias")
    case_study("Une étude", themes=[question])
    assert (told("zinnias")["filters"], proposed("zin", "zinia")[0]) == ({"Zinnias": 1}, ["Zinnias"])
    question.label = question.short_label = "Dahlias"
    question.save()
    assert (told("zinnias"), proposed("zin", "zinia")) == (NOTHING, ([], []))
    renamed = told("dahlias")
    assert (renamed["titles"], renamed["kinds"]) == (["Dahlias", "Une étude"], {"themes": 1, "etudes": 1})
    assert (renamed["filters"], proposed("dah", "dalhias")) == ({"Dahlias": 1}, (["Dahlias"], ["dahlias"]))


def test_an_edited_term_is_found_and_suggested_under_its_new_name(told, proposed):
    term = Term.objects.create(name="zinnia", slug="zinnia", definition="Une fleur.")
    assert (told("zinnia"), proposed("zin", "zinia")) == (one("zinnia", "glossaire"), (["zinnia"], ["zinnia"]))
    term.name, term.equivalents = "dahlia", "pivoine"
    term.save()
    assert (told("zinnia"), proposed("zin", "zinia")) == (NOTHING, ([], []))
    assert (told("dahlia"), told("pivoine")) == (one("dahlia", "glossaire"), one("dahlia", "glossaire"))
    assert (proposed("dah", "dalhia"), proposed("piv", "")[0]) == ((["dahlia"], ["dahlia"]), ["dahlia"])


def test_edited_equivalents_lead_at_once_to_what_is_written_otherwise(told):
    case_study("Zinnias", themes=[theme("Fleurs")])
    group = EquivalentWords.objects.create(word="zinnia", others="pivoine")
    assert told("pivoine") == one("Zinnias", Fleurs=1)
    group.others = "dahlia"
    group.save()
    assert (told("pivoine"), told("dahlia")) == (NOTHING, one("Zinnias", Fleurs=1))


def test_a_cancelled_workshop_says_so_and_comes_after_those_to_come(client):
    zinnias = {"q": "zinnias", "type": "ateliers"}
    page = workshop("2099-06", title="Atelier des zinnias")
    workshop("2099-07", title="Ateliers des zinnias")

    def said() -> list[tuple[str, str]]:
        return [(each.title, each.state) for each in client.get(PATH, zinnias).context["results"]]

    assert said() == [("Atelier des zinnias", ""), ("Ateliers des zinnias", "")]
    page.certainty = Certainty.CANCELLED
    page.save()
    assert said() == [("Ateliers des zinnias", ""), ("Atelier des zinnias", "annulé")]
    assert "Atelier, annulé" in client.get(PATH, zinnias).content.decode()


def test_a_fact_answers_with_its_value_its_date_and_its_source(client):
    Term.objects.create(name="indemnisation", slug="indemnisation", equivalents="indemnité")
    page = assembly("Assemblée de Rouen", authority=authority("Ville de Rouen"))
    line = fact(page, "compensation", "Douze euros par séance.", source=source(publisher="Conseil municipal"))
    answer = client.get(PATH, {"q": "indemnité Rouen"}).context["results"][0].answer
    assert (answer.value, answer.date, answer.sources) == (
        "Douze euros par séance.",
        line.date_line,
        "Conseil municipal",
    )
    shown = client.get(PATH, {"q": "indemnité Rouen"}).content.decode()
    assert [text in shown for text in (answer.value, answer.sources)] == [True, True]


# ---------------------------------------------------------------- regions
@pytest.mark.parametrize("typed", ["Normandie", "région normandie", "assemblées normandie"])
def test_a_region_leads_to_what_takes_place_in_its_departements(told, typed):
    here, elsewhere = (
        authority("Ville de Rouen", department_code="76"),
        authority("Ville de Nancy", department_code="54"),
    )
    assembly("Assemblée de Rouen", authority=here)
    assembly("Assemblée de Nancy", authority=elsewhere)
    assert told(typed)["titles"][:1] == ["Assemblée de Rouen"]
    assert told("Normandie")["titles"] == ["Assemblée de Rouen"]


def test_a_part_of_the_name_of_a_region_is_no_region(told):
    assembly("Assemblée de Bourges", authority=authority("Ville de Bourges", department_code="18"))
    assert told("Centre-Val de Loire")["titles"] == ["Assemblée de Bourges"]
    assert [told(part)["titles"] for part in ("centre", "loire", "grand", "pays")] == [[]] * 4


def test_every_departement_is_in_one_region():
    codes = [code for line in REGIONS.values() for code in line.split()]
    assert sorted(codes) == sorted(code for code in DEPARTMENTS if len(code) == 2)


def test_a_well_written_place_is_not_taken_for_another_word(told, proposed):
    case_study("Ce qu’il faut lire")
    assert (told("Loire"), proposed("loire", "Loire")) == (NOTHING, ([], []))
    assert told("lirre")["titles"] == ["Ce qu’il faut lire"]
