"""The main menu and the foot: as they were until somebody changes them, and never a link that leads nowhere."""

import html
import re

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from casestudies.models import AssemblyIndexPage
from hub.core.sites import site_identity
from hub.home.models import StandardPage
from hub.home.site_settings.menus import FOOT_LINKS, GONE, HIDDEN, NAVIGATION, PLACES, Entry, links
from hub.home.starter import load_starter
from tests.factories.pages import home_page
from tests.factories.settings import menu, send, write
from tests.harness.queries import queries_of

pytestmark = pytest.mark.django_db


def plain_page(title: str = "Nos règles", slug: str = "regles") -> StandardPage:
    return home_page().add_child(instance=StandardPage(title=title, slug=slug))


def main_menu(client) -> list[tuple[str, str]]:
    nav = client.get("/themes/").text.partition('<ul class="nav"')[2].partition("</ul>")[0]
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', nav)
    return [(path, html.unescape(label)) for path, label in found]


def warnings(office) -> list[str]:
    part = office.get(reverse("site_menus")).context["form"].parts["main_menu"]
    return [line.link.problem for line in part if line.link and line.link.problem]


def test_a_menu_that_nobody_changed_is_stored_as_nothing(office):
    rows = [{"label": label, "place": name} for label, name in NAVIGATION]
    foot = [{"label": label, "place": name} for label, name in FOOT_LINKS]
    assert send(office, "site_menus", menu(main_menu=rows, foot_links=foot)).status_code == 302
    assert (site_identity().main_menu, site_identity().foot_links) == ([], [])


def test_entries_lead_to_places_pages_and_addresses_in_their_order(office, client):
    page = plain_page()
    rows = [
        {"label": "La ville", "address": "https://ville.example/", "position": "30"},
        {"label": "Règles", "page": page.pk, "position": "10"},
        {"label": "Dates", "place": "subscribe", "position": "20"},
        {"label": ""},
    ]
    assert send(office, "site_menus", menu(main_menu=rows)).status_code == 302
    assert main_menu(client) == [("/regles/", "Règles"), ("/agenda/", "Dates"), ("https://ville.example/", "La ville")]


@pytest.mark.parametrize("fate", ["deleted", "unpublished", "restricted", "restricted above"])
def test_an_entry_whose_page_is_closed_disappears_at_once_and_is_told(office, client, fate):
    above = plain_page()
    page = above.add_child(instance=StandardPage(title="Détail", slug="detail"))
    rows = [{"label": "Détail", "page": page.pk}, {"label": "Thèmes", "place": "themes"}]
    assert send(office, "site_menus", menu(main_menu=rows)).status_code == 302
    assert (len(main_menu(client)), warnings(office)) == (2, [])
    _close(page, above, fate)
    assert main_menu(client) == [("/themes/", "Thèmes")]
    assert warnings(office) == [GONE if fate == "deleted" else HIDDEN]


def _close(page: StandardPage, above: StandardPage, fate: str) -> None:
    if fate == "deleted":
        page.delete()
    elif fate == "unpublished":
        page.unpublish()
    else:
        closed = page if fate == "restricted" else above
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)


def test_a_section_that_is_not_published_leaves_the_usual_menu(client):
    section = home_page().add_child(instance=AssemblyIndexPage(title="Assemblées", slug="assemblees"))
    assert ("/assemblees/", "Assemblées") in main_menu(client)
    section.unpublish()
    assert ("/assemblees/", "Assemblées") not in main_menu(client)


def test_every_place_that_a_menu_may_name_is_there():
    load_starter(year=2027)
    assert [link.entry.label for link in links(Entry(name, place=name) for name in PLACES) if not link.path] == []


@pytest.mark.parametrize(
    "row", [{"label": "Hier", "place": "former_view"}, {"label": "Rien"}, {"label": "Demain", "new": 1}]
)
def test_an_entry_that_another_version_wrote_is_left_out_of_pages(client, row):
    write(main_menu=[row, {"label": "Thèmes", "place": "themes"}])
    assert main_menu(client) == [("/themes/", "Thèmes")]


def test_a_moved_page_keeps_its_entry(client):
    page = plain_page()
    write(main_menu=[{"label": "Règles", "page": page.pk}])
    assert main_menu(client) == [("/regles/", "Règles")]
    page.slug = "reglement"
    page.save_revision().publish()
    assert main_menu(client) == [("/reglement/", "Règles")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"label": "Piège", "address": "javascript:alert(1)"}, "Écrivez une adresse complète"),
        ({"label": "Piège", "address": "//ailleurs.example"}, "Écrivez une adresse complète"),
        ({"label": "Piège", "address": "mailto:"}, "Écrivez une adresse complète"),
        ({"label": "Deux", "place": "themes", "address": "/agenda/"}, "Choisissez une seule cible"),
        ({"label": "Aucune"}, "Choisissez une seule cible"),
        ({"address": "/agenda/"}, "Donnez un libellé"),
        ({"label": "<b>Gras</b>", "place": "themes"}, "sans balise"),
        ({"label": "Page", "page": "999999"}, "Sélectionnez un choix valide"),
    ],
)
def test_an_entry_that_leads_nowhere_is_refused_with_a_sentence_and_kept_on_the_screen(office, row, words):
    good = {"label": "Les dates", "place": "subscribe"}
    answer = send(office, "site_menus", menu(main_menu=[good, row]))
    assert (answer.status_code, site_identity().main_menu) == (422, [])
    shown = html.unescape(answer.text)
    assert (words in shown, "Les dates" in shown) == (True, True)


@pytest.mark.parametrize("address", ["mailto:bonjour@ville.example", "/agenda/", "http://ville.example/a?b=1&c=2"])
def test_an_address_that_leads_somewhere_is_kept(office, client, address):
    assert send(office, "site_menus", menu(main_menu=[{"label": "Là", "address": address}])).status_code == 302
    assert [html.unescape(path) for path, _ in main_menu(client)] == [address]


def test_a_line_taken_out_leaves_the_menu_and_an_empty_menu_is_the_usual_one(office, client):
    rows = [{"label": "Dates", "place": "subscribe"}, {"label": "Thèmes", "place": "themes", "DELETE": "on"}]
    send(office, "site_menus", menu(main_menu=rows))
    assert main_menu(client) == [("/agenda/", "Dates")]
    send(office, "site_menus", menu(main_menu=[{"label": "Dates", "place": "subscribe", "DELETE": "on"}]))
    assert (site_identity().main_menu, main_menu(client)[0]) == ([], ("/themes/", "Thèmes"))


def test_the_second_of_two_who_change_menus_sees_both(office):
    seen = office.get(reverse("site_menus")).context["seen"]
    send(office, "site_menus", menu(main_menu=[{"label": "Dates", "place": "subscribe"}]), seen=seen)
    page = plain_page()
    answer = send(office, "site_menus", menu(main_menu=[{"label": "Règles", "page": page.pk}]), seen=seen)
    assert answer.status_code == 409
    assert answer.context["differences"] == [("menu principal", "Dates → Agenda", "Règles → page « Nos règles »")]


def test_pages_cost_the_same_with_one_entry_and_with_thirty(client):
    pages = [plain_page(f"Page {number}", f"page-{number}") for number in range(30)]
    counts = []
    for size in (0, 1, 3, 30):
        write(main_menu=[{"label": page.title, "page": page.pk} for page in pages[:size]])
        counts.append(queries_of(client, "/themes/"))
    assert len(set(counts)) == 1


def test_the_usual_menus_of_a_whole_site_lack_nothing(client):
    load_starter(year=2027)
    assert [label for _, label in main_menu(client)] == [label for label, _ in NAVIGATION]
    foot = client.get("/themes/").text.partition('<footer class="foot">')[2]
    assert [label for label, _ in FOOT_LINKS if f">{label}</a>" not in html.unescape(foot)] == []
