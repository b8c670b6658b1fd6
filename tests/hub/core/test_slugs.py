"""Last pieces of addresses: made plain, and refused with a sentence where they would break a page."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casestudies.models import AssemblyPage
from glossary.models import Term, Theme
from hub.core.models import FormerAddress
from hub.core.slugs import NOTHING_LEFT, TAKEN, plain_slug, public_path
from hub.home.models import StandardPage
from tests.factories.casestudies import assembly
from tests.factories.organisers import administrator
from tests.factories.pages import home_page
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db
TOO_LONG = "Assurez-vous que cette valeur comporte au plus 80 caractères (actuellement 90)."


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("tirage-au-sort", "tirage-au-sort"),
        ("a--b_c", "a--b_c"),
        ("Été à Paris", "ete-a-paris"),
        ("RIC", "ric"),
        ("a/b?c", "abc"),
        ("---", ""),
        ("_", ""),
        ("!?", ""),
        ("日本", ""),
        ("", ""),
    ],
)
def test_slugs_are_made_plain(typed, plain):
    assert plain_slug(typed) == plain


@pytest.fixture
def organiser(client):
    client.force_login(administrator())
    return client


def save_theme(client, slug: str, item: Theme | None = None):
    """What the editor of themes answers."""
    name, args = ("edit", [item.pk]) if item else ("add", [])
    formsets = {
        f"{kind}-{count}": number
        for kind, rows in (("questions", 1), ("requests", 0))
        for count, number in (
            ("TOTAL_FORMS", rows),
            ("INITIAL_FORMS", 0),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", 1000),
        )
    }
    question = {"questions-0-text": "Comment ?", "questions-0-ORDER": "1", "questions-0-id": ""}
    data = {"label": "Un thème", "short_label": "Thème", "slug": slug, "order": "1", **formsets, **question}
    return client.post(reverse(f"wagtailsnippets_glossary_theme:{name}", args=args), data)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Été à Paris", "ete-a-paris"), ("RIC", "ric"), (" avec des espaces ", "avec-des-espaces"), ("", "un-theme")],
)
def test_the_address_of_a_theme_is_made_plain(organiser, typed, stored):
    assert save_theme(organiser, typed).status_code == 302
    assert Theme.objects.get().slug == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "tirage-previsionnels",
            "Une adresse ne finit pas par « -previsionnels » : c’est la fin de celle d’un agenda.",
        ),
        ("---", NOTHING_LEFT),
        ("?!", NOTHING_LEFT),
        ("a" * 90, TOO_LONG),
    ],
)
def test_an_address_of_a_theme_that_would_break_is_refused(organiser, typed, sentence):
    answer = save_theme(organiser, typed)
    assert (answer.status_code, Theme.objects.count()) == (200, 0)
    assert sentence in words(answer)


def test_two_themes_have_two_addresses_once_made_plain(organiser):
    theme("Premier", slug="ete")
    answer = save_theme(organiser, "Été")
    assert (answer.status_code, Theme.objects.count()) == (200, 1)


def words(answer) -> str:
    return " ".join(re.sub(r"[\u202f\u00a0]", " ", answer.text).split())


@pytest.mark.parametrize("slug", ["reperes", "agenda", "admin", "recherche", "static", "media", "themes", "dossier"])
def test_a_page_cannot_take_the_address_of_a_view(slug):
    home = home_page()
    for live in (True, False):
        with pytest.raises(ValidationError) as refused:
            home.add_child(instance=StandardPage(title="Une page", slug=slug, live=live))
        assert refused.value.message_dict == {"slug": [TAKEN]}
    assert StandardPage.objects.count() == 0


def test_an_assembly_cannot_hide_behind_the_comparison():
    page = assembly(slug="paris")
    page.slug = "comparer"
    with pytest.raises(ValidationError) as refused:
        page.save()
    assert refused.value.message_dict == {"slug": [TAKEN]}
    page.slug = "Comparer-Été"
    page.save()
    assert AssemblyPage.objects.get().slug == "comparer-ete"


def test_a_word_of_a_view_is_free_elsewhere():
    parent = home_page().add_child(instance=StandardPage(title="Le groupe", slug="groupe"))
    page = parent.add_child(instance=StandardPage(title="Agenda", slug="agenda"))
    assert public_path(page.url_path) == "/groupe/agenda/"


@pytest.mark.parametrize("title", ["?!", "…"])
def test_a_title_without_letters_gives_no_address(title):
    for live in (True, False):
        with pytest.raises(ValidationError) as refused:
            home_page().add_child(instance=StandardPage(title=title, live=live))
        assert "slug" in refused.value.message_dict


def add_page(client, **values: str):
    """What the editor of plain pages answers, below the home page."""
    data = {"title": "Une page", "slug": "", "introduction": "", "body-count": "0", "seo_title": "", **values}
    comments = {f"comments-{count}": 0 for count in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    action = {"action-publish": "1"} if data["slug"] else {}  # a draft needs no slug: Wagtail makes one of its title
    return client.post(address, {**data, **comments, **action, "comments-MAX_NUM_FORMS": 1000})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"slug": "reperes"}, TAKEN),
        ({"slug": "Repères"}, TAKEN),
        ({"title": "Repères"}, TAKEN),
        ({"title": "?!"}, NOTHING_LEFT),
    ],
)
def test_the_editor_of_pages_says_why_it_refuses_an_address(organiser, values, sentence):
    answer = add_page(organiser, **values)
    assert (answer.status_code, StandardPage.objects.count()) == (200, 0)
    assert sentence in words(answer)


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"slug": "Été à Paris"}, "ete-a-paris"),
        ({"title": "Été"}, "ete"),
        ({"slug": "---"}, "une-page"),
        ({"slug": "groupe"}, "groupe"),
    ],
)
def test_the_editor_of_pages_makes_addresses_plain(organiser, values, slug):
    assert add_page(organiser, **values).status_code == 302
    assert StandardPage.objects.get().slug == slug


def test_the_editor_of_pages_sees_two_addresses_that_become_one(organiser):
    add_page(organiser, slug="ete")
    answer = add_page(organiser, slug="Été")
    assert (answer.status_code, StandardPage.objects.count()) == (200, 1)


def agenda_below(slug: str) -> tuple[StandardPage, StandardPage]:
    """A page called «agenda», and the page that it stands below."""
    parent = home_page().add_child(instance=StandardPage(title="Le groupe", slug=slug))
    return parent.add_child(instance=StandardPage(title="Agenda", slug="agenda")), parent


def test_a_page_is_not_moved_where_a_view_would_hide_it(organiser):
    page, _ = agenda_below("groupe")
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home_page().pk])
    for send in (organiser.get, organiser.post):
        answer = send(address, follow=True)
        assert f"n’est pas déplacée là. {TAKEN}" in words(answer)
    assert StandardPage.objects.get(pk=page.pk).url_path == page.url_path


def test_a_page_is_not_copied_where_a_view_would_hide_it(organiser):
    page, parent = agenda_below("groupe")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    copied = {"new_title": "Copie", "new_slug": "Agenda", "new_parent_page": home_page().pk, "publish_copies": "on"}
    answer = organiser.post(address, copied)
    assert (answer.status_code, TAKEN in words(answer), StandardPage.objects.count()) == (200, True, 2)
    answer = organiser.post(address, {**copied, "new_slug": "Été", "new_parent_page": parent.pk})
    assert StandardPage.objects.get(title="Copie").url_path == f"{parent.url_path}ete/"


def test_organisers_see_former_addresses_in_words(organiser):
    chosen = theme("Tirage", slug="avant")
    term = Term.objects.create(name="Tirage", slug="avant", definition="On tire.")
    page = assembly(slug="avant")
    before = [words(organiser.get(editor(item))) for item in (chosen, term, page)]
    assert [text for text in before if "Anciennes adresses" in text] == []
    for item in (chosen, term, page):
        item.slug = "apres"
        item.save()
    shown = [words(organiser.get(editor(item))) for item in (chosen, term, page)]
    assert [re.findall(r"<li><code>(.*?)</code></li>", text) for text in shown] == [
        ["/themes/avant/"],
        ["/glossaire/avant/"],
        ["/assemblees/avant/"],
    ]
    assert FormerAddress.objects.count() == 4


def editor(item) -> str:
    if isinstance(item, AssemblyPage):
        return reverse("wagtailadmin_pages:edit", args=[item.pk])
    return reverse(f"wagtailsnippets_glossary_{item._meta.model_name}:edit", args=[item.pk])
