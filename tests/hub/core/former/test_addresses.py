"""Old links go on leading where they led: every kind of address of what was renamed, moved or deleted."""

import pytest
import vobject

from casestudies.models import AssemblyIndexPage, AssemblyPage
from glossary.models import Term, Theme
from hub.core.http import PUBLIC
from hub.core.models import FormerAddress
from hub.home.models import StandardPage
from tests.factories.casestudies import assembly, case_study, hide, report, witness
from tests.factories.pages import home_page
from tests.factories.workshops import theme, workshop
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db

MAKERS = {
    "theme": lambda: theme("Tirage au sort", slug="avant"),
    "term": lambda: Term.objects.create(name="Tirage", slug="avant", definition="On tire."),
    "workshop": lambda: workshop("2027-03-18", slug="avant", certainty="confirmed"),
    "assembly": lambda: assembly(slug="avant"),
    "case_study": lambda: case_study(slug="avant"),
    "testimony": lambda: witness(slug="avant"),
    "report": lambda: report(slug="avant"),
}
#: What is renamed → the addresses that its slug stands in.
FAMILIES = [
    ("theme", "/themes/{}/"),
    ("theme", "/themes/{}/comparer/"),
    ("theme", "/agenda/themes/{}.ics"),
    ("theme", "/agenda/themes/{}-previsionnels.ics"),
    ("theme", "/nouveautes/themes/{}.atom"),
    ("term", "/glossaire/{}/"),
    ("workshop", "/ateliers/{}/"),
    ("workshop", "/ateliers/{}/atelier.ics"),
    ("workshop", "/ateliers/{}/conducteur/"),
    ("assembly", "/assemblees/{}/"),
    ("assembly", "/historique/{}/"),
    ("assembly", "/citer/assemblee/{}.bib"),
    ("case_study", "/etudes-de-cas/{}/"),
    ("case_study", "/citer/etude-de-cas/{}.ris"),
    ("case_study", "/etiquettes/proposer/{}/"),
    ("testimony", "/temoignages/{}/"),
    ("report", "/comptes-rendus/{}/"),
]


def rename(item, slug: str):
    """`item`, found anew as another request would, under another slug."""
    fresh = type(item).objects.get(pk=item.pk)
    fresh.slug = slug
    fresh.save()
    return fresh


def answer(client, path: str) -> tuple[int, str]:
    response = client.get(path)
    return response.status_code, response.get("Location", "")


@pytest.mark.parametrize(("kind", "address"), FAMILIES)
def test_a_former_address_leads_to_the_present_one(client, kind, address):
    rename(MAKERS[kind](), "apres")
    old, new = address.format("avant"), address.format("apres")
    assert answer(client, old) == (301, new)
    assert answer(client, f"{old}?le=2023-06&x=%C3%A9&x=2") == (301, f"{new}?le=2023-06&x=%C3%A9&x=2")
    head = client.head(old)
    assert (head.status_code, head["Location"], head["Cache-Control"]) == (301, new, PUBLIC)
    assert client.get(new).status_code in (200, 302)


@pytest.mark.parametrize(("kind", "address"), FAMILIES)
def test_what_is_sent_to_a_former_address_is_not_redirected(client, kind, address):
    rename(MAKERS[kind](), "apres")
    assert client.post(address.format("avant")).status_code in (302, 404, 405)
    assert client.put(address.format("avant")).status_code in (302, 404, 405)


@pytest.mark.parametrize("kind", MAKERS)
def test_back_and_forth_ends_at_the_present_address(client, kind):
    address = next(address for each, address in FAMILIES if each == kind)
    item = rename(rename(MAKERS[kind](), "apres"), "avant")
    assert client.get(address.format("avant")).status_code == 200
    assert answer(client, address.format("apres")) == (301, address.format("avant"))
    rename(item, "apres")
    assert client.get(address.format("apres")).status_code == 200
    assert answer(client, address.format("avant")) == (301, address.format("apres"))


def test_what_lives_at_a_former_address_wins_until_it_leaves(client):
    first = rename(theme("Premier", slug="avant"), "apres")
    second = theme("Second", slug="avant")
    assert client.get("/themes/avant/").status_code == 200
    assert "Second" in client.get("/agenda/themes/avant.ics").text
    second = rename(second, "ailleurs")
    assert answer(client, "/themes/avant/") == (301, "/themes/ailleurs/")
    second.delete()
    assert client.get("/themes/avant/").status_code == 404
    assert client.get(first.get_absolute_url()).status_code == 200


def test_a_page_that_takes_a_former_address_wins_and_a_draft_does_not(client):
    rename(assembly("Première", slug="avant"), "apres")
    second = assembly("Seconde", slug="avant", live=False)
    assert answer(client, "/assemblees/avant/") == (301, "/assemblees/apres/")
    second.save_revision().publish()
    assert "Seconde" in client.get("/assemblees/avant/").text
    assert client.get("/historique/avant/").status_code == 200
    AssemblyPage.objects.get(pk=second.pk).unpublish()
    assert client.get("/assemblees/avant/").status_code == 404
    assert client.get("/historique/avant/").status_code == 404


def test_swapped_slugs_lead_nobody_astray(client):
    one, other = assembly("Une", slug="une"), assembly("Autre", slug="autre")
    one = rename(one, "entre-deux")
    rename(other, "une")
    rename(one, "autre")
    assert "<h1>Autre</h1>" in client.get("/assemblees/une/").text
    assert "<h1>Une</h1>" in client.get("/assemblees/autre/").text
    assert answer(client, "/assemblees/entre-deux/") == (301, "/assemblees/autre/")


@pytest.mark.parametrize("way", ["draft", "expired", "private"])
@pytest.mark.parametrize("address", ["/assemblees/{}/", "/historique/{}/", "/citer/assemblee/{}.bib"])
def test_a_former_address_does_not_tell_of_a_hidden_page(client, way, address):
    page = hide(rename(assembly(slug="avant"), "apres"), way)
    assert answer(client, address.format("avant")) == answer(client, address.format("inconnue")) == (404, "")
    if way == "draft":
        page.save_revision().publish()
        assert answer(client, address.format("avant")) == (301, address.format("apres"))


def test_a_former_address_does_not_tell_of_a_term_without_definition(client):
    term = rename(MAKERS["term"](), "apres")
    Term.objects.filter(pk=term.pk).update(definition="")
    assert client.get("/glossaire/avant/").status_code == 404


def test_nothing_is_kept_of_what_nobody_could_read():
    draft = assembly(slug="avant", live=False)  # factories say that it was published once
    AssemblyPage.objects.filter(pk=draft.pk).update(first_published_at=None)
    rename(draft, "apres")
    rename(AssemblyIndexPage.objects.get(), "fiches")
    assert [former.key for former in FormerAddress.objects.order_by("key")] == ["/assemblees/", "assemblees"]


def test_a_renamed_parent_takes_its_pages_along(client):
    page = rename(assembly(slug="avant"), "apres")
    parent = rename(AssemblyIndexPage.objects.get(), "fiches")
    assert client.get("/fiches/apres/").status_code == 200
    for old, new in [
        ("/assemblees/", "/fiches/"),
        ("/assemblees/apres/", "/fiches/apres/"),
        ("/assemblees/avant/", "/fiches/apres/"),
    ]:
        assert answer(client, f"{old}?theme=x") == (301, f"{new}?theme=x")
    rename(parent, "assemblees")
    assert answer(client, "/fiches/apres/") == (301, "/assemblees/apres/")
    assert client.get("/assemblees/apres/").status_code == 200
    assert page.pk


def test_a_moved_page_is_followed_with_what_stands_below(client):
    home = home_page()
    old, new = (home.add_child(instance=StandardPage(title=title, slug=title)) for title in ("avant", "apres"))
    page = old.add_child(instance=StandardPage(title="Page", slug="page"))
    page.add_child(instance=StandardPage(title="Dessous", slug="dessous"))
    StandardPage.objects.get(pk=page.pk).move(StandardPage.objects.get(pk=new.pk), pos="last-child")
    assert answer(client, "/avant/page/") == (301, "/apres/page/")
    assert answer(client, "/avant/page/dessous/") == (301, "/apres/page/dessous/")
    assert client.get("/apres/page/dessous/").status_code == 200


def test_the_slug_of_the_home_page_stands_in_no_address(client):
    assembly(slug="avant")
    rename(home_page(), "maison")
    assert client.get("/assemblees/avant/").status_code == 200
    assert FormerAddress.objects.count() == 0


def test_a_slug_changed_in_a_draft_changes_nothing_until_it_is_published(client):
    page = assembly(slug="avant")
    page.slug = "apres"
    revision = page.save_revision()
    assert (client.get("/assemblees/avant/").status_code, FormerAddress.objects.count()) == (200, 0)
    revision.publish()
    assert answer(client, "/assemblees/avant/") == (301, "/assemblees/apres/")


def test_a_deleted_page_is_not_found_and_says_where_to_go(client):
    page = rename(assembly(slug="avant"), "apres")
    page.delete()
    lost = client.get("/assemblees/avant/")
    assert (lost.status_code, client.get("/assemblees/apres/").status_code) == (404, 404)
    assert "La page n’existe pas, ou elle a changé d’adresse." in lost.text
    assert FormerAddress.objects.count() == 0


def test_pages_deleted_with_their_parent_are_forgotten():
    page = rename(assembly(slug="avant"), "apres")
    index = rename(AssemblyIndexPage.objects.get(), "fiches")
    assert FormerAddress.objects.count() == 5
    index.delete()
    assert (FormerAddress.objects.count(), AssemblyPage.objects.filter(pk=page.pk).exists()) == (0, False)


@pytest.mark.parametrize("slug", ["avant", "apres"])
@pytest.mark.parametrize("suffix", ["", "-previsionnels"])
def test_a_deleted_theme_has_an_empty_calendar_that_says_so(client, slug, suffix):
    chosen = rename(theme("Tirage au sort", slug="avant"), "apres")
    workshop("2027-03-18", themes=[chosen], certainty="confirmed")
    assert client.get("/agenda/themes/apres.ics").text.count("BEGIN:VEVENT") == 1
    Theme.objects.get(pk=chosen.pk).delete()
    response = client.get(f"/agenda/themes/{slug}{suffix}.ics")
    calendar = vobject.readOne(response.text)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (calendar.x_wr_calname.value, len(calendar.vtimezone_list)) == ("Thème retiré", 1)
    assert "Ce thème a été retiré du site" in calendar.x_wr_caldesc.value
    assert getattr(calendar, "vevent_list", []) == []
    assert client.get(f"/themes/{slug}/").status_code == 404
    assert "thème retiré" in client.get(f"/nouveautes/themes/{slug}.atom").text


def test_a_calendar_that_never_was_is_not_found(client):
    assert client.get("/agenda/themes/inconnu.ics").status_code == 404
    assert client.get("/nouveautes/themes/inconnu.atom").status_code == 404


def test_a_theme_that_takes_the_address_of_a_deleted_one_has_its_calendar(client):
    theme("Premier", slug="avant").delete()
    theme("Second", slug="avant")
    assert "Ateliers : Second" in client.get("/agenda/themes/avant.ics").text


def test_a_bare_page_saved_without_its_type_is_followed_too(client):
    page = workshop("2027-03-18", slug="avant", certainty="confirmed")
    bare = WorkshopPage.objects.get(pk=page.pk).page_ptr
    bare.slug = "apres"
    bare.save()
    assert answer(client, "/ateliers/avant/atelier.ics") == (301, "/ateliers/apres/atelier.ics")
