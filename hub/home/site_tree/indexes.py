"""Wagtail's two indexes, of search and of references, brought up to date once rather than at each of many saves.

A published page is saved three times, its children twice each: indexing at each save takes longer than all the rest.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends_with_name
from wagtail.search.index import get_indexed_models
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexed_once() -> Iterator[None]:
    """What can be searched and is saved meanwhile is indexed at the end; nothing is when the block fails.

    For commands only: the handlers of signals are those of the whole process.
    """
    saved: dict[type[Model], set[Any]] = defaultdict(set)

    def note(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        saved[sender].add(instance.pk)

    models = get_indexed_models()
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_save.connect(note, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.disconnect(note, sender=model)
            post_save.connect(post_save_signal_handler, sender=model)
    for model, keys in saved.items():
        _index(model, keys)


def _index(model: Any, keys: set[Any]) -> None:
    items = list(model.get_indexed_objects().filter(pk__in=keys))
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(model, items)
    if ReferenceIndex.is_indexed(model):
        for item in model._default_manager.filter(pk__in=keys):
            ReferenceIndex.create_or_update_for_object(item)
