"""What a publication changes on the sheet of an assembly is told once, with its reason; what came back is not told."""

from datetime import date

import pytest

from casestudies.checking.actions.verification import confirm_assemblies
from casestudies.models import AssemblyPage, Fact, SheetChange
from casestudies.news.lists import SOURCES
from hub.core.registries import News
from tests.factories.casestudies import assembly, fact, hide, source
from tests.factories.organisers import organiser
from tests.factories.workshops import authority, theme
from tests.harness.clock import stopped_at
from tests.harness.news import lines_of_source

pytestmark = pytest.mark.django_db

MORNING, EVENING, TOMORROW = "2027-04-21T08:00:00+00:00", "2027-04-21T18:00:00+00:00", "2027-04-22T08:00:00+00:00"
OFFICIAL = "La page officielle est retenue."


def published(page: AssemblyPage, row: Fact | None = None, at: str = MORNING, **fields: object) -> None:
    """Publish `page` with other values: of `row` or, without one, of the page itself."""
    draft = AssemblyPage.objects.get(pk=page.pk)
    changed = next(each for each in draft.facts.all() if each.pk == row.pk) if row else draft
    for name, value in fields.items():
        setattr(changed, name, value)
    if row:
        draft.facts.add(changed)
    with stopped_at(at):
        draft.save_revision(clean=False).publish()


def told() -> list[News]:
    """What anybody may read about sheets, oldest first."""
    return list(SOURCES["fiches"].tell(lines_of_source(SOURCES["fiches"]), None))


def short() -> list[tuple[str, str, str, str]]:
    return [(news.kind, news.old, news.new, news.sentence) for news in told()]


@pytest.fixture
def paris() -> AssemblyPage:
    return assembly("Assemblée de Paris", authority=authority("Ville de Paris"), status="active")


@pytest.fixture
def pay(paris) -> Fact:
    return fact(paris, "compensation", "44 € par jour")


def test_corrected_fact_keeps_its_old_value_and_says_why(paris, pay):
    subject = theme("Indemnisation", slug="indemnisation")
    published(paris, pay, value="44 € par demi-journée", because=OFFICIAL)
    (news,) = told()
    assert (news.kind, news.title, news.path) == (
        "Fait corrigé",
        "Paris, indemnisation",
        f"/assemblees/{paris.slug}/#fait-{pay.pk}",
    )
    assert (news.old, news.new, news.sentence) == ("44 € par jour", "44 € par demi-journée", OFFICIAL)
    assert (news.line.at.isoformat(), news.line.themes) == (MORNING, {subject.pk})


def test_fact_corrected_twice_in_a_day_is_told_once_from_first_to_last(paris, pay):
    published(paris, pay, value="45 €", because="Une faute.")
    published(paris, pay, at=EVENING, value="46 €")
    published(paris, pay, at=TOMORROW, value="47 €")
    assert short() == [
        ("Fait corrigé", "44 € par jour", "46 €", "Une faute."),
        ("Fait corrigé", "46 €", "47 €", ""),
    ]
    assert [news.line.at.isoformat() for news in told()] == [EVENING, TOMORROW]


def test_correction_that_comes_back_the_same_day_says_nothing(paris, pay):
    published(paris, pay, value="45 €")
    published(paris, pay, at=EVENING, value="44 € par jour")
    assert short() == []


def test_added_fact_is_told_without_old_value(paris, pay):
    draft = AssemblyPage.objects.get(pk=paris.pk)
    draft.facts.add(Fact(key="size", value="100 membres.", source=source()))
    draft.save_revision().publish()
    assert [(news.title, news.old, news.new) for news in told()] == [("Paris, taille", "", "100 membres.")]
    assert short()[0][0] == "Fait ajouté"


def test_what_was_not_found_is_no_fact_until_it_is(paris):
    sought = fact(paris, "means", "Le budget.", confidence="unknown")
    published(paris, sought, note="On a cherché.")
    assert short() == []
    published(paris, sought, value="80 000 € par an", confidence="high")
    assert short() == [("Fait ajouté", "", "80 000 € par an", "")]


def test_box_is_told_where_the_sentence_did_not_change(paris):
    draw = fact(paris, "selection", "Un tirage sur les listes.", invited=10000)
    published(paris, draw, invited=12000, pool="Listes électorales")
    assert [(news.title, *words) for news, words in zip(told(), short(), strict=True)] == [
        ("Paris, sélection, invitations", "Fait corrigé", "10 000", "12 000", ""),
        ("Paris, sélection, vivier", "Fait complété", "", "Listes électorales", ""),
    ]
    published(paris, draw, at=EVENING, value="Un tirage sur 12 000 adresses.")
    assert [news.new for news in told()] == ["Un tirage sur 12 000 adresses."]


def test_reason_typed_afterwards_goes_with_the_correction_and_is_not_said_again(paris, pay):
    published(paris, pay, value="45 €")
    published(paris, pay, at=TOMORROW, because=OFFICIAL)
    assert short() == [("Fait corrigé", "44 € par jour", "45 €", OFFICIAL)]
    published(paris, pay, at=TOMORROW, value="46 €")
    assert short()[1] == ("Fait corrigé", "45 €", "46 €", "")


def test_first_publication_tells_no_fact(paris):
    fact(paris, "size", "100 membres.")
    AssemblyPage.objects.filter(pk=paris.pk).update(live=False, first_published_at=None)
    published(paris, status="ended")
    assert (short(), AssemblyPage.objects.get(pk=paris.pk).live) == ([], True)


def test_draft_tells_nothing_until_it_is_published(paris, pay):
    draft = AssemblyPage.objects.get(pk=paris.pk)
    row = draft.facts.get()
    row.value = "45 €"
    draft.facts.add(row)
    draft.save_revision()
    assert short() == []
    AssemblyPage.objects.get(pk=paris.pk).get_latest_revision().publish()
    assert [news.new for news in told()] == ["45 €"]


def test_what_changed_while_a_sheet_was_withdrawn_is_told_when_it_is_back(paris, pay):
    AssemblyPage.objects.get(pk=paris.pk).unpublish()
    published(paris, pay, value="45 €")
    assert [(news.old, news.new) for news in told()] == [("44 € par jour", "45 €")]


def test_verified_status_says_its_day_and_what_it_was(paris):
    published(paris, status="ended", status_note="Le dernier mandat est fini.", verified_on=date(2027, 4, 20))
    published(paris, at=TOMORROW, status="suspended")
    assert short() == [
        ("Statut vérifié", "Active", "Terminée", "Le dernier mandat est fini. Fiche vérifiée le 20 avril 2027."),
        ("Statut corrigé", "Terminée", "Suspendue", "Le dernier mandat est fini."),
    ]
    assert {news.title for news in told()} == {"Assemblée de Paris"}


def test_confirmed_sheet_is_news_even_when_nothing_changed(paris, pay):
    confirm_assemblies([paris], by=organiser(), on=date(2027, 4, 20))
    confirm_assemblies([paris], by=organiser(), on=date(2027, 4, 20))
    assert short() == [("Statut vérifié", "", "Active", "Fiche vérifiée le 20 avril 2027.")]


def test_status_has_the_themes_of_its_assembly_and_a_marked_fact_its_own(paris):
    first, second, marked = theme("Mandat"), theme("Cadre"), theme("Moyens")
    own = fact(paris, "size", "100 membres.", theme=marked)
    plain = fact(paris, "language", "Deux langues.")
    AssemblyPage.objects.get(pk=paris.pk).themes.set([first, second])
    draft = AssemblyPage.objects.get(pk=paris.pk)
    draft.themes.set([first, second])
    draft.save()
    published(paris, own, value="120 membres.")
    published(paris, plain, value="Trois langues.")
    published(paris, status="ended")
    assert [news.line.themes for news in told()] == [{marked.pk}, set(), {first.pk, second.pk}]


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_news_of_a_hidden_sheet_are_not_told(paris, pay, way):
    published(paris, pay, value="45 €")
    lines = lines_of_source(SOURCES["fiches"])
    hide(AssemblyPage.objects.get(pk=paris.pk), way)
    assert (lines_of_source(SOURCES["fiches"]), list(SOURCES["fiches"].tell(lines, None))) == ([], [])


def test_deleted_fact_takes_its_news_away(paris, pay):
    published(paris, pay, value="Madame Exemple, 45 €")
    draft = AssemblyPage.objects.get(pk=paris.pk)
    draft.facts.remove(*draft.facts.all())
    draft.save_revision().publish()
    assert SheetChange.objects.count() == 0


def test_publishing_what_did_not_change_writes_nothing(paris, pay):
    published(paris, pay, note="Une remarque.")
    assert SheetChange.objects.count() == 0
