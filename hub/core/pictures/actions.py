"""Sizes of pictures are made when a page is kept or published, by the child process that examines files."""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.images.models import Image, Rendition
from wagtail.models import ReferenceIndex

from hub.core.incoming import FileRefused, sizes_of
from hub.core.pictures.sizes import WIDTHS, made_sizes, spec

#: Pictures of one pass of timed work.
AT_ONCE = 20
NAME_LENGTH = 40
logger = logging.getLogger(__name__)


def make_sizes(numbers: Iterable[int]) -> int:
    """Make the sizes of these pictures that have none; gives how many pictures got theirs.

    One that can't be drawn now is left to the next pass: its page shows what there is.
    """
    lacking = Image.objects.filter(pk__in=set(numbers)).exclude(pk__in=made_sizes().values("image"))
    return sum(_make(picture) for picture in lacking.order_by("pk")[:AT_ONCE])


def make_missing_sizes(now: datetime) -> int:
    """At each pass: whatever a page holds and a stopped process, or a long queue, left without sizes."""
    kind = ContentType.objects.get_for_model(Image)
    used = ReferenceIndex.objects.filter(to_content_type=kind).values_list("to_object_id", flat=True)
    return make_sizes(map(int, used.distinct()))


def _make(picture: Image) -> bool:
    widths = [width for width in WIDTHS if width < picture.width] + [min(picture.width, WIDTHS[-1])]
    try:
        with picture.file.open("rb") as stored:
            drawn = sizes_of(stored, sorted(set(widths)))
    except (FileRefused, FileNotFoundError) as refusal:
        logger.warning("The sizes of the picture %s are not made: %s", picture.pk, refusal)
        return False
    stem = PurePath(picture.file.name).stem[:NAME_LENGTH]
    for width, content in drawn.items():
        # Another file of the same picture has another address: browsers keep what they were given.
        name = f"{stem}.{picture.get_file_hash()[:8]}.width-{width}.webp"
        Rendition.objects.get_or_create(
            image=picture, filter_spec=spec(width), focal_point_key="", defaults={"file": ContentFile(content, name)}
        )
    return True
