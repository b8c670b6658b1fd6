"""Storing the rows of a page: those that differ from what is stored, all of a kind at once.

modelcluster saves every row by itself, and reads each one again. The rows of a page that is published are nearly all
those that it had.
"""

from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_save
from modelcluster.models import ClusterableModel, get_all_child_relations

#: A relation, what holds its rows in memory, and these rows.
Held = list[tuple[Any, list[tuple[ClusterableModel, list[Model]]]]]


def take_rows(owners: list[Any]) -> Held:
    """The rows that `owners`, all of one kind, hold in memory. They hold them no more: saving them writes no row."""
    held: Held = []
    for relation in get_all_child_relations(owners[0]) if owners else ():
        name = relation.get_accessor_name()
        holders = [(owner, _in_memory(owner).pop(name)) for owner in owners if name in _in_memory(owner)]
        if holders:
            held.append((relation, holders))
    return held


def write_rows(held: Held) -> None:
    """Store what was taken, once its owners are stored, and the rows inside them; what is not there is deleted."""
    for relation, holders in held:
        model, key = relation.related_model, relation.field
        rows = [row for _, mine in holders for row in mine]
        for owner, mine in holders:
            for row in mine:
                setattr(row, key.name, owner)
        inner = take_rows(rows) if issubclass(model, ClusterableModel) else []
        _write(model, key, [owner for owner, _ in holders], rows)
        write_rows(inner)


def _in_memory(owner: Any) -> dict[str, list[Model]]:
    return owner.__dict__.get("_cluster_related_objects", {})


def _write(model: Any, key: Any, owners: list[Any], rows: list[Any]) -> None:
    sent = {row.pk for row in rows if row.pk}
    stored = {row.pk: row for row in model._base_manager.filter(Q(**{f"{key.name}__in": owners}) | Q(pk__in=sent))}
    gone = stored.keys() - sent
    if gone:
        model._base_manager.filter(pk__in=gone).delete()
    other = [row for row in rows if row.pk not in stored or _differs(row, stored[row.pk])]
    if other:
        columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._base_manager.bulk_create(
            other, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=columns
        )
        # One for all: who listens to rows asks whose they are, never which one.
        post_save.send(model, instance=other[0], created=False, raw=False, using=other[0]._state.db, update_fields=None)


def _differs(row: Any, stored: Any) -> bool:
    names = [field.attname for field in row._meta.concrete_fields]
    return any(getattr(row, name) != getattr(stored, name) for name in names)
