"""The guide inside the administration: read, searched, reached from each screen."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import get_page_models

from hub.guide.chapters import chapters, find, read_chapter
from hub.guide.screens import ANY_PAGE, PAGES, SCREENS
from hub.guide.searching import search
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import workshop
from tests.harness.queries import queries_of

OURS = ("casestudies", "glossary", "hub", "workshops")
#: Windows inside another screen, files, and what only forms send to.
NO_SCREENS = {
    "authority_suggestions",
    "freshness_ask",
    "messages:example_html",
    "propositions:file",
    "revoke_invitation",
    "site_mail_trial",
    "workshop_radar",
    "workshop_registrations_file",
}


# ---------------------------------------------------------------- chapters
def test_chapters_begin_with_the_first_week():
    assert next(iter(chapters())) == "premiere-semaine"
    assert {"ateliers", "calendrier", "fiches", "organisation", "propositions"} <= set(chapters())


def test_paragraphs_of_a_chapter_have_each_their_anchor():
    for chapter in chapters().values():
        anchors = [paragraph.anchor for paragraph in chapter.paragraphs]
        assert (chapter.slug, sorted(set(anchors))) == (chapter.slug, sorted(anchors))
        assert "" not in anchors


def test_chapter_shows_no_html_and_no_script():
    text = (
        "# Titre\n\n<script>alert(1)</script>\n\n## Été, à deux\n<b onclick=x>gras</b> [lien](javascript:alert(1)) "
        "![image](data:text/html;base64,AA)\n\n| a | b |\n|---|---|\n| **c** | d |\n"
    )
    chapter = read_chapter("essai", text)
    (paragraph,) = chapter.paragraphs
    assert (chapter.title, paragraph.anchor) == ("Titre", "ete-a-deux")
    whole = chapter.introduction + paragraph.html
    assert [sign for sign in ("<script", "<b ", 'href="javascript', "<img") if sign in whole] == []
    assert "<td><strong>c</strong></td>" in paragraph.html


# ---------------------------------------------------------------- finding
@pytest.mark.parametrize(
    ("words", "anchor"),
    [("second facteur perdu", "une-personne-a-perdu-son-second-facteur"), ("SIGNALEMENT", "signalements")],
)
def test_search_finds_a_paragraph_by_its_words(words, anchor):
    assert search(words)[0].paragraph.anchor == anchor


def test_search_reads_words_as_the_site_does():
    singular, plural = (
        [each.paragraph.anchor for each in search(words)] for words in ("étiquette membre", "etiquettes MEMBRES")
    )
    assert singular == plural != []
    assert "<mark>étiquettes</mark>" in search("étiquettes membres")[0].excerpt.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "   ", "<script>", "xyzzyx", "a" * 5000, "\x00"])
def test_search_of_anything_is_answered(client, words):
    home_page()
    client.force_login(organiser())
    answer = client.get("/admin/guide/", {"q": words})
    shown = answer.text.partition('class="guide"')[2].partition("</main>")[0]
    assert (answer.status_code, "<script>" in shown) == (200, False)


# ---------------------------------------------------------------- screens
def names(resolver: URLResolver, before: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every name of an address, with its namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, (*before, pattern.namespace) if pattern.namespace else before)
        else:
            yield ":".join([*before, pattern.name or ""]), pattern


def is_ours(pattern: URLPattern) -> bool:
    view = pattern.callback
    shown = getattr(view, "view_class", view)
    given = getattr(view, "view_initkwargs", {}).get("model") or getattr(shown, "model", None)
    model = apps.get_model(given) if isinstance(given, str) else given
    return any(thing.__module__.startswith(OURS) for thing in (shown, model) if thing is not None)


def screens() -> dict[str, URLPattern]:
    administration = next(each for each in get_resolver().url_patterns if str(each.pattern) == "admin/")
    return {
        name: pattern
        for name, pattern in names(administration)
        if is_ours(pattern) and name not in NO_SCREENS and "choosers_" not in name
    }


def test_every_screen_of_ours_has_its_paragraph():
    """A new screen? Write its paragraph in `docs/guide`, and a line in `hub/guide/screens.py`."""
    found = screens()
    assert len(found) > 80
    assert {name for name in found if not {name, name.partition(":")[0]} & set(SCREENS)} == set()


def test_every_paragraph_named_by_a_screen_exists():
    assert [target for target in (*SCREENS.values(), *PAGES.values(), ANY_PAGE) if find(target)[1] is None] == []


def test_every_named_screen_and_page_exists():
    known = {part for name, _ in names(get_resolver()) for part in (name, name.partition(":")[0])}
    assert set(SCREENS) - known == set()
    assert set(PAGES) - {model._meta.label_lower for model in get_page_models()} == set()


@pytest.mark.django_db
def test_every_screen_shows_the_link_to_its_paragraph(client):
    home_page()
    client.force_login(organiser())
    plain = [name for name, pattern in screens().items() if "<" not in str(pattern.pattern) and "results" not in name]
    shown = {name: client.get(reverse(name)) for name in [*plain, "wagtailadmin_home"]}
    pages = {name: answer.text for name, answer in shown.items() if answer.status_code == 200}
    assert len(pages) > 30
    without = [name for name, text in pages.items() if _link(name) not in text]
    assert without == []


def _link(name: str) -> str:
    chapter, _, anchor = (SCREENS.get(name) or SCREENS[name.partition(":")[0]]).partition("#")
    return f'class="guide-link" href="/admin/guide/{chapter}/#{anchor}"'


@pytest.mark.django_db
def test_editor_of_a_page_leads_to_what_explains_it(client):
    client.force_login(organiser())
    page = workshop()
    assert 'href="/admin/guide/ateliers/#la-date"' in client.get(f"/admin/pages/{page.pk}/edit/").text
    home = client.get(f"/admin/pages/{page.get_parent().pk}/edit/").text
    assert 'href="/admin/guide/premiere-semaine/#ecrire-une-page"' in home


@pytest.mark.django_db
def test_guide_is_for_organisers_and_reads_no_table(client):
    home_page()
    client.force_login(member())
    assert client.get("/admin/guide/").status_code == 302
    client.force_login(organiser())
    assert client.get("/admin/guide/nulle-part/").status_code == 404
    paths = ("/admin/guide/", "/admin/guide/?q=atelier", "/admin/guide/ateliers/")
    assert len({queries_of(client, path) for path in paths}) == 1
