"""What an editor may put in a body: what is refused, in which words, and what pages then show."""

import pytest
from django.core.exceptions import ValidationError

from hub.core.blocks import BodyBlock, MoreBlock
from hub.core.blocks.cells import MOST_COLUMNS, MOST_ROWS, rows_of
from hub.core.blocks.picture import BOTH, NO_ALTERNATIVE
from hub.core.blocks.stored import as_prose, picture_numbers, running_text
from hub.core.blocks.table import NO_HEADER
from tests.factories.bodies import library_picture, more_blocks, picture_block, quotation_block, table_block

pytestmark = pytest.mark.django_db


def faults(*blocks: dict, draft: bool = False) -> list[str]:
    """Every sentence that the form of a body would show."""
    block = MoreBlock()
    value = block.to_python(list(blocks))
    if draft:
        block.defer_required_validation()
    try:
        block.clean(value)
    except ValidationError as error:
        return list(sentences(error))
    finally:
        block.restore_deferred_validation()
    return []


def sentences(error: object):
    children = [*getattr(error, "block_errors", {}).values()] if hasattr(error, "block_errors") else []
    if children:
        for child in children:
            yield from sentences(child)
    elif isinstance(error, ValidationError):
        yield from error.messages


@pytest.mark.parametrize(
    ("alternative", "decorative", "said"),
    [("Un vote.", False, []), ("", True, []), ("", False, [NO_ALTERNATIVE]), ("Un vote.", True, [BOTH])],
)
def test_picture_has_an_alternative_or_is_decorative(alternative, decorative, said):
    assert faults(picture_block(library_picture(), alternative, decorative=decorative)) == said


def test_draft_may_lack_an_alternative_and_cells():
    assert faults(picture_block(library_picture(), ""), table_block("", caption=""), draft=True) == []


def test_table_needs_a_header_a_caption_and_cells():
    assert faults(table_block(header_row=False, header_column=False)) == [NO_HEADER]
    assert faults(table_block(caption="")) == ["Champ requis."]
    assert faults(table_block("\t\n\t")) == ["Le tableau est vide : remplissez ses cellules, ou collez-y un tableau."]


def test_table_of_200_rows_and_40_columns_is_told_in_a_sentence():
    large = "\n".join("\t".join(f"{row}.{column}" for column in range(40)) for row in range(200))
    assert faults(table_block(large), draft=True) == [
        "Ce tableau a 200 lignes et 40 colonnes ; une page en montre 100 et 15 au plus. "
        "Rien n’est perdu : gardez l’essentiel ici, et joignez le tableau entier comme document."
    ]
    bound = "\n".join("\t".join("a" * MOST_COLUMNS) for _ in range(MOST_ROWS))
    assert faults(table_block(bound)) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("\tb\nc", [["", "b"], ["c", ""]]),
        ("a\t\t\nb\t\t\n\t\t", [["a"], ["b"]]),
        ("a\u200b  b\x0bc\t\u202e1\rd", [["a bc", "1"], ["d", ""]]),
        ("\t".join("x" * 200_000), [["x"] * 200_000]),
        ("y" * 300_000, [["y" * 300_000]]),
    ],
)
def test_cells_are_read_from_pasted_text(text, rows):
    assert rows_of(text) == rows


def test_cells_are_kept_as_they_will_be_shown():
    block = MoreBlock()
    cleaned = block.clean(block.to_python([table_block("\tb \r\nc\td\t\n\n")]))
    assert block.get_prep_value(cleaned)[0]["value"]["cells"] == "\tb\nc\td"


def test_stored_bodies_tell_their_pictures_and_words():
    body = [{"type": "section", "value": {"heading": "A", "text": "<p>t</p>", "more": more_blocks(7)}}]
    assert (list(picture_numbers(body)), list(picture_numbers([picture_block(None)]))) == ([7], [])
    assert "".join(running_text(more_blocks())) == (
        "<p>Encore.</p><div></div><div>Membres</div><div>Rouen</div><div>45</div><div>Lyon</div><div></div>"
    )
    assert as_prose(more_blocks(7)) == (
        "<p><b>En détail</b></p><p>Encore.</p>"
        "<p>[Image : Un vote à main levée. – Salle du conseil – Ville de Rouen]</p>"
        "<p><b>Membres par ville</b></p><ul><li>Rouen ; Membres : 45</li><li>Lyon ; Membres : </li></ul>"
        "<p>« On vote. » (Une élue, Rouen, 2026)</p>"
    )
    assert as_prose([picture_block(7, "")]) == "<p>[Image : décorative]</p>"
    assert as_prose([{"type": "heading", "value": "<b>"}]) == "<p><b>&lt;b&gt;</b></p>"


def test_search_reads_every_kind():
    block = BodyBlock()
    more = more_blocks(library_picture().pk)
    body = block.to_python([{"type": "section", "value": {"heading": "A", "note": "", "text": "", "more": more}}])
    said = " ".join(" ".join(block.get_searchable_content(body)).split())
    words = ["En détail", "Encore.", "main levée", "Salle du conseil", "Ville de Rouen", "Rouen 45 Lyon",
             "Membres par ville", "On vote.", "Une élue"]  # fmt: skip
    assert [word for word in words if word not in said] == []


def test_body_written_before_these_blocks_is_still_read():
    block = BodyBlock()
    body = block.to_python([{"type": "section", "value": {"heading": "A", "note": "", "text": "<p>b</p>"}}])
    assert (list(body[0].value["more"]), faults(quotation_block())) == ([], [])


def test_heading_has_a_name_for_who_hears_the_editor():
    box = MoreBlock().child_blocks["heading"].field
    assert 'aria-label="Intertitre"' in box.widget.render("heading", "")
    assert faults({"type": "heading", "value": "x" * 121}) == [
        "Assurez-vous que cette valeur comporte au plus 120 caractères (actuellement 121)."
    ]
