"""Reading and saving a page of many rows: what costs something for each row is done once.

modelcluster looks up each key of each row of a draft by itself, and fails when a source that only the draft cites is
gone. It saves each row by itself, and Wagtail's index of references then reads the whole page again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import models, transaction
from modelcluster.models import ClusterableModel, get_all_child_relations, model_from_serializable_data
from wagtail.models import ReferenceIndex

from casestudies.evidence.source import Sourced
from hub.core.row_writing import take_rows, write_rows

Found = dict[type[models.Model], dict[Any, models.Model]]


class DraftRows(ClusterableModel):
    """For a page whose rows have sources."""

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        relations = {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(cls)}
        ours = {name: model for name, model in relations.items() if issubclass(model, Sourced) and name in data}
        rest = {name: value for name, value in data.items() if name not in ours}
        page = super().from_serializable_data(rest, check_fks, strict_fks)
        if page is not None:
            found = _named({model: data[name] for name, model in ours.items()})
            for name, model in ours.items():
                rows = (_row(model, line, found) for line in data[name])
                setattr(page, name, [row for row in rows if row is not None])
        return page

    def serializable_data(self) -> dict[str, Any]:
        with _read_together(self):
            return super().serializable_data()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Where only some fields are saved, no row is written and no reference changes."""
        # Wagtail 8 loads it once models are known
        from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

        is_whole = kwargs.get("update_fields") is None
        is_silent = getattr(reference_index_auto_update_disabled, "value", False)
        with transaction.atomic():
            with nullcontext() if is_silent else disable_reference_index_auto_update():
                rows = take_rows([self]) if is_whole else []
                saved = super().save(*args, **kwargs)
                write_rows(rows)
            if is_whole and not is_silent:
                with _read_together(self):
                    ReferenceIndex.create_or_update_for_object(self)
        return saved


@contextmanager
def _read_together(page: Any) -> Iterator[None]:
    """Inside, rows that are inside rows are read in one query for each kind, not one for each row."""
    held = page.__dict__.get("_cluster_related_objects", {})
    before = page.__dict__.get("_prefetched_objects_cache", {})
    page._prefetched_objects_cache = dict(before)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        for inner in get_all_child_relations(relation.related_model):
            if name not in held and page.pk:
                models.prefetch_related_objects([page], name)
            _load(held.get(name) or page._prefetched_objects_cache.get(name, []), inner.get_accessor_name())
    try:
        yield
    finally:
        page._prefetched_objects_cache = before


def _load(rows: Iterable[Any], name: str) -> None:
    """The rows of the relation `name` of all `rows`, but for those that hold theirs in memory."""
    stored = [row for row in rows if row.pk and not getattr(row, name).is_deferring]
    models.prefetch_related_objects(stored, name)


def _keys(model: type[models.Model]) -> Iterable[models.ForeignKey]:
    """Those of `model` that lead to what stands by itself."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return [field for field in fields if field.remote_field.on_delete is not models.CASCADE]


def _named(lines: dict[type[models.Model], list[dict[str, Any]]]) -> Found:
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for model, rows in lines.items():
        for field in _keys(model):
            wanted[field.related_model].update(row[field.name] for row in rows if row.get(field.name))
    return {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items() if keys}


def _row(model: type[models.Model], line: dict[str, Any], found: Found) -> Any:
    """The row; none when it is about something that is gone. A source that is gone leaves its place empty."""
    named = {
        field: found.get(field.related_model, {}).get(line[field.name]) for field in _keys(model) if field.name in line
    }
    if any(thing is None and not field.null for field, thing in named.items()):
        return None
    kept = {**line, **{field.name: thing.pk if thing else None for field, thing in named.items()}}
    make = getattr(model, "from_serializable_data", None)
    row = make(kept, check_fks=False) if make else model_from_serializable_data(model, kept, check_fks=False)
    for field, thing in named.items():
        setattr(row, field.name, thing)
    return row
