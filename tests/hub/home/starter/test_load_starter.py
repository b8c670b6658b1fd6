"""The command, on sites where nothing was loaded yet."""

import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from casestudies.models import AssemblyPage, CaseStudyPage
from hub.core.errors import WrongState
from hub.home.models import HomePage, StandardPage
from hub.home.starter import load_starter
from tests.harness.dump import dump
from workshops.models import Cycle, OutsideEvent, WorkshopPage

pytestmark = pytest.mark.django_db

SUMMARY = (
    "Contenu de départ chargé : 6 thèmes, 1 version de la définition, 27 termes, 63 mots équivalents, 58 sources, "
    "16 collectivités, 12 pages, 16 assemblées, 4 recommandations, 1 cycle, "
    "1 événement extérieur, 4 ateliers, 12 études de cas.\n"
)


def load(**options) -> str:
    output = io.StringIO()
    call_command("load_starter", stdout=output, **options)
    return output.getvalue()


def test_drafts_of_another_year():
    assert load(year="2031", drafts=True) == SUMMARY
    drafts = Page.objects.filter(live=False, latest_revision__isnull=False, first_published_at=None)
    assert sorted({page.specific_class.__name__ for page in drafts}) == [
        "AssemblyPage",
        "CaseStudyPage",
        "WorkshopPage",
    ]
    assert drafts.count() == 16 + 12 + 4
    assert Page.objects.filter(depth__gt=1, live=True, has_unpublished_changes=False).count() == 12
    assert sorted(str(page.when) for page in WorkshopPage.objects.all()) == [
        "2031-03-18/2031-03-19",
        "2031-06",
        "2031-09|2031-10",
        "2031-11",
    ]
    assert str(Cycle.objects.get().period) == "2031"
    assert OutsideEvent.objects.get().when.parts == ()
    assert load() == "Le contenu de départ est déjà là : rien n’a été modifié.\n"
    page = CaseStudyPage.objects.get(slug="paris-jury-d-assises")
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert (page.live, page.workshops.count(), page.assemblies.count()) == (True, 1, 1)


def test_a_load_that_fails_leaves_no_trace_and_can_be_run_again():
    Page.objects.filter(depth=2).update(title="Bienvenue à toutes et tous")
    home = HomePage(title="Notre accueil", slug="accueil")
    Page.get_first_root_node().add_child(instance=home)
    obstacle = home.add_child(instance=StandardPage(title="Mots", slug="glossaire"))
    before = dump()
    with pytest.raises(WrongState, match="« glossaire » est déjà prise"):
        load_starter(year=2027)
    assert dump() == before
    obstacle.slug = "mots"
    obstacle.save()
    created = load_starter(year=2027)
    assert (created[Page], created[AssemblyPage]) == (11, 16)
    titles = Page.objects.filter(depth=2).order_by("title").values_list("title", flat=True)
    assert list(titles) == ["Bienvenue à toutes et tous", "Notre accueil"]
    assert Site.objects.get().root_page_id == home.pk


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("1999", "L’année du calendrier doit être comprise entre 2000 et 2100."),
        ("2101", "L’année du calendrier doit être comprise entre 2000 et 2100."),
        ("bientôt", "« bientôt » n’est pas une année."),
        ("", "«  » n’est pas une année."),
        ("-1", "« -1 » n’est pas une année."),
        ("²", "« ² » n’est pas une année."),
    ],
)
def test_a_wrong_year_is_refused_in_french(year, message):
    before = dump()
    with pytest.raises(CommandError) as refused:
        load(year=year)
    assert str(refused.value) == message
    assert dump() == before
