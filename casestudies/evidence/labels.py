"""The words that rows of lists show of what a page is linked to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property


class Themed:
    """What has themes tells their labels, in order."""

    themes: Any

    @cached_property
    def theme_labels(self) -> list[str]:
        return [theme.label for theme in self.themes.all()]


def attach_labels(pages: Sequence[Any], name: str, relation: str, label: str) -> None:
    """Set `name` on each page: the `label` of everything in its many-to-many `relation`, each once. One query.

    `label` is a look-up from the other side: "label", "authority__name". Loading what the words belong to would cost
    five times as much. `pages` are of one model; the usual order of what they name has no descending part.
    """
    if not pages:
        return
    field = type(pages[0])._meta.get_field(relation)
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through.objects.filter(**{f"{own}__in": [page.pk for page in pages]})
    usual = field.related_model._default_manager.all().query
    order = [f"{other}__{each}" for each in usual.order_by or field.related_model._meta.ordering]
    words: dict[int, list[str]] = defaultdict(list)
    for page, word in links.order_by(*order).values_list(own, f"{other}__{label}"):
        words[page].append(word)
    for page in pages:
        setattr(page, name, list(dict.fromkeys(words[page.pk])))
