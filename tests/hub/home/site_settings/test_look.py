"""Logo and colours: a logo is drawn anew and stands among public files; colours are readable whatever is chosen."""

import html
import io
import re
from itertools import product

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hub.core.enums import Palette
from hub.core.sites import site_identity
from hub.home.site_settings.actions import on_migrated
from tests.factories.settings import LOOK, send

pytestmark = pytest.mark.django_db


def logo(kind: str = "PNG", size: tuple[int, int] = (300, 100), name: str = "") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, "navy").save(written, kind)
    return SimpleUploadedFile(name or f"logo.{kind.lower()}", written.getvalue())


def brand(client) -> str:
    return client.get("/").text.partition('<a class="brand"')[2].partition("</a>")[0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_shown_with_its_size_from_the_public_place(office, client, django_capture_on_commit_callbacks, kind):
    values = {**LOOK, "logo_file": logo(kind), "logo_alternative": "Ville de Rouen"}
    assert send(office, "site_look", values).status_code == 302
    name = site_identity().logo.name
    assert f'src="/media/{name}" width="300" height="100" alt="Ville de Rouen"' in brand(client)
    assert brand(client).endswith("Agorathèque")
    assert storages["public"].exists(name)


def test_a_large_logo_is_drawn_smaller(office):
    send(office, "site_look", {**LOOK, "logo_file": logo(size=(1600, 400))})
    assert (site_identity().logo_width, site_identity().logo_height) == (640, 160)


def test_a_new_logo_takes_the_place_of_the_former_one(office, client, django_capture_on_commit_callbacks):
    send(office, "site_look", {**LOOK, "logo_file": logo()})
    former = site_identity().logo.name
    with django_capture_on_commit_callbacks(execute=True):
        send(office, "site_look", {**LOOK, "logo_file": logo(size=(50, 50))})
    assert (storages["public"].exists(former), storages["default"].exists(former)) == (False, False)
    assert 'width="50" height="50"' in brand(client)
    with django_capture_on_commit_callbacks(execute=True):
        send(office, "site_look", {**LOOK, "remove_logo": "on"})
    assert (site_identity().logo.name, site_identity().logo_width, "<img" in brand(client)) == ("", 0, False)


def test_a_logo_is_kept_when_something_else_is_saved(office):
    send(office, "site_look", {**LOOK, "logo_file": logo()})
    name = site_identity().logo.name
    assert send(office, "site_look", {**LOOK, "palette": "sky"}).status_code == 302
    assert (site_identity().logo.name, site_identity().palette) == (name, "sky")


def test_a_public_logo_that_is_missing_is_put_back(office):
    send(office, "site_look", {**LOOK, "logo_file": logo()})
    name = site_identity().logo.name
    storages["public"].delete(name)
    on_migrated()
    assert storages["public"].exists(name)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 5 * 1024 * 1024), "il pèse plus de 1 Mo"),
        (SimpleUploadedFile("logo.svg", SVG), "nous acceptons : PNG, JPEG, WebP"),
        (SimpleUploadedFile("logo.png", SVG), "son contenu n’est pas celui d’un fichier « .png »"),
        (SimpleUploadedFile("logo.html", b"<script>alert(1)</script>"), "nous acceptons"),
        (SimpleUploadedFile("logo.jpg", b"<html><script>alert(1)</script></html>"), "son contenu n’est pas celui"),
        (SimpleUploadedFile("logo.png", b""), "vide"),
    ],
)
def test_what_is_no_small_picture_is_refused_with_a_sentence(office, client, upload, words):
    upload.seek(0)
    answer = send(office, "site_look", {"palette": "mint", "logo_alternative": "Rouen", "logo_file": upload})
    assert (answer.status_code, site_identity().logo.name, "<img" in brand(client)) == (422, "", False)
    assert (words in html.unescape(answer.text), 'value="Rouen"' in answer.text) == (True, True)


def test_colours_are_named_by_the_page_unless_they_are_the_usual_ones(office, client):
    for palette, tag in (("saffron", '<html lang="fr">'), ("sky", '<html lang="fr" data-palette="sky">')):
        assert send(office, "site_look", {**LOOK, "palette": palette}).status_code == 302
        assert client.get("/").text.count(tag) == 1
    assert send(office, "site_look", {**LOOK, "palette": "hot"}).status_code == 422


# ---------------------------------------------------------------- contrast
CSS = settings.STYLESHEETS_DIR
PAIRS = [
    ("ink", "paper"),
    ("ink-2", "paper"),
    ("q1-on", "q1"),
    ("q2-on", "q2"),
    ("q2-ink", "paper"),
    ("error", "paper"),
    ("error", "error-paper"),
    ("foot-on", "foot"),
    ("foot-2", "foot"),
]
DARK = "@media (prefers-color-scheme: dark) {"


def declared(rules: str, selector: str) -> dict[str, str]:
    """Colours that rules give to `selector`."""
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", rules):
        if selector in [name.strip() for name in re.sub(r"/\*.*?\*/", "", selectors, flags=re.DOTALL).split(",")]:
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))
    return found


def tokens(palette: str, *, dark: bool) -> dict[str, str]:
    """The colours of a page with this choice, as the cascade gives them."""
    found: dict[str, str] = {}
    for sheet in ("base.css", "palettes.css"):
        light, _, night = (CSS / sheet).read_text().partition(DARK)
        for rules in (light, night) if dark else (light,):
            for selector in (":root", f'[data-palette="{palette}"]'):
                found |= declared(rules, selector)
    return found


def luminance(colour: str) -> float:
    """WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("palette", "dark"), list(product(Palette.values, [False, True])))
def test_every_pair_of_colours_can_be_read(palette, dark):
    known = tokens(palette, dark=dark)
    ratios = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


def test_contrast_is_that_of_wcag():
    assert [round(contrast("#000000", "#ffffff")), round(contrast("#777777", "#ffffff"), 2)] == [21, 4.48]


def test_a_choice_of_colours_changes_the_two_questions_and_nothing_else():
    sheet = (CSS / "palettes.css").read_text()
    assert set(re.findall(r"--([\w-]+):", sheet)) == {"q1", "q1-on", "q2", "q2-on", "q2-ink"}
    assert set(re.findall(r'\[data-palette="(\w+)"\]', sheet)) == set(Palette.values)


def test_two_questions_stay_apart_without_colour(office):
    """One is light and one is dark, for who sees no difference between hues."""
    for palette, dark in product(Palette.values, [False, True]):
        known = tokens(palette, dark=dark)
        assert contrast(known["q1"], known["q2"]) >= 3
