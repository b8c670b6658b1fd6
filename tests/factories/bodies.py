"""What stands in bodies of pages: pictures of the library, tables, quotations."""

import io

import pillow_heif
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images.models import Image as Picture

from tests.factories.casestudies import step

pillow_heif.register_heif_opener()
CELLS = "\tMembres\nRouen\t45\nLyon\t"


def drawn(kind: str = "JPEG", size: tuple[int, int] = (1500, 1000), mode: str = "RGB", **options: object) -> bytes:
    """A picture as a file. `kind` is Pillow's word: HEIF for what telephones write."""
    written = io.BytesIO()
    Image.new(mode, size, "orange" if mode == "RGB" else 0).save(written, kind, **options)
    return written.getvalue()


def library_picture(title: str = "Vote", size: tuple[int, int] = (1500, 1000)) -> Picture:
    return Picture.objects.create(title=title, file=ContentFile(drawn(size=size), name="vote.jpg"))


def picture_block(image: Picture | int | None, alternative: str = "Un vote à main levée.", **fields: object) -> dict:
    number = getattr(image, "pk", image)
    value = {"image": number, "alternative": alternative, "decorative": False, "caption": "", "credit": "", **fields}
    return {"type": "picture", "value": value}


def table_block(cells: str = CELLS, **fields: object) -> dict:
    given = {"caption": "Membres par ville", "cells": cells, "header_row": True, "header_column": True, **fields}
    return {"type": "table", "value": given}


def quotation_block() -> dict:
    return {"type": "quotation", "value": {"text": "On vote.", "author": "Une élue", "source": "Rouen, 2026"}}


def more_blocks(image: Picture | int | None = None) -> list[dict]:
    """One of each kind."""
    shown = [picture_block(image, caption="Salle du conseil", credit="Ville de Rouen")] if image else []
    heading, text = {"type": "heading", "value": "En détail"}, {"type": "text", "value": "<p>Encore.</p>"}
    return [heading, text, *shown, table_block(), quotation_block()]


def step_with(more: list[dict], heading: str = "On vote") -> tuple:
    kind, value = step(heading)
    return kind, {**value, "more": more}
