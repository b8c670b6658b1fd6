"""Cards of pages: the words of the page, small, under an address that changes with them."""

import io

import pytest
from PIL import Image

from hub.core.cards.drawing import MARGIN, OUTCOME, PRACTICE, SIZE, TITLE_SIZES, Card, _font, _wrapped, draw
from tests.factories.casestudies import case_study, hide

LONG = "L’indemnisation des membres de l’Assemblée citoyenne et populaire " * 4


def card(title: str) -> Card:
    return Card("Étude de cas", title, "Agorathèque", "Comment on fait ?", "Qu’est-ce que cela produit ?")


@pytest.mark.parametrize("title", ["Poitiers", LONG, "x" * 255, "", "\ud800 é", "日本語 🎉"])
def test_card_is_small_and_has_both_fields(title):
    picture = draw(card(title))
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    corners = [shown.getpixel((10, SIZE[1] - 10)), shown.getpixel((SIZE[0] - 10, SIZE[1] - 10))]
    assert (shown.size, len(picture) <= 60 * 1024) == ((1200, 630), True)
    assert [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in corners] == [PRACTICE, OUTCOME]


def test_no_line_is_wider_than_the_card():
    font = _font(TITLE_SIZES[-1])
    assert max(font.getlength(line) for line in _wrapped(f"{LONG} {'x' * 200}", font)) <= SIZE[0] - 2 * MARGIN


def test_same_words_give_the_same_card():
    assert (draw(card("Poitiers")), card("Poitiers").digest) == (draw(card("Poitiers")), card("Poitiers").digest)
    assert card("Poitiers").digest != card("Nancy").digest


# ---------------------------------------------------------------- addresses
def shared_card(client, page) -> str:
    html = client.get(page.get_url()).content.decode()
    return html.partition('property="og:image" content="http://testserver')[2].partition('"')[0]


@pytest.mark.django_db
def test_page_names_its_card(client):
    address = shared_card(client, case_study("Poitiers"))
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], "immutable" in answer["Cache-Control"]) == (
        200,
        "image/png",
        True,
    )
    assert client.get(address).content == answer.content


@pytest.mark.django_db
def test_former_card_leads_to_the_present_one(client):
    page = case_study("Poitiers")
    former = shared_card(client, page)
    page.title = "Nancy"
    page.save()
    answer = client.get(former)
    assert (answer.status_code, answer["Location"]) == (302, shared_card(client, page))


@pytest.mark.django_db
def test_hidden_page_has_no_card(client):
    page = case_study("Poitiers")
    address = shared_card(client, page)
    hide(page, "draft")
    assert client.get(address).status_code == 404
