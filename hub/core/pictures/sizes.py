"""The sizes of pictures that pages show: read here, made by `hub.core.pictures.actions`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from wagtail.blocks import StreamValue, StructValue
from wagtail.images.models import Rendition

from hub.core.blocks.picture import PictureValue, Shown

#: In points: a phone, a phone with a fine screen or a column, a column on a fine screen.
WIDTHS = (400, 800, 1280)


def spec(width: int) -> str:
    """What Wagtail calls such a size."""
    return f"width-{width}|format-webp"


def made_sizes() -> QuerySet[Rendition]:
    return Rendition.objects.filter(filter_spec__startswith="width-", filter_spec__endswith="|format-webp")


def load_sizes(*streams: StreamValue) -> None:
    """Give each picture of `streams` what its template shows, in one query; none where there is no picture.

    A picture whose sizes are not made yet is shown as the administration shows it, small.
    """
    found = [value for stream in streams for value in _pictures(stream) if value["image"] is not None]
    if not found:
        return
    sizes: dict[int, list[Rendition]] = defaultdict(list)
    for size in Rendition.objects.filter(image__in={value["image"].pk for value in found}).order_by("width", "pk"):
        sizes[size.image_id].append(size)
    for value in found:
        value.shown = _shown(sizes[value["image"].pk])


def _pictures(stream: StreamValue) -> Iterator[PictureValue]:
    for block in stream:
        if isinstance(block.value, PictureValue):
            yield block.value
        elif isinstance(block.value, StructValue):
            for value in block.value.values():
                yield from _pictures(value) if isinstance(value, StreamValue) else ()


def _shown(sizes: Iterable[Rendition]) -> Shown | None:
    known = list(sizes)
    ours = [size for size in known if size.filter_spec == spec(size.width)]
    if not known:
        return None
    widest = (ours or known)[-1]
    addresses = ", ".join(f"{size.url} {size.width}w" for size in ours)
    return Shown(widest.url, addresses, widest.width, widest.height)
