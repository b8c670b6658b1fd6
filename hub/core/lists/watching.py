"""Whatever writes to a table that public pages read draws another token, in the same transaction.

Statements are looked at, not signals: `.update()`, `bulk_create()` and deletions in cascade send none.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import post_save

from hub.core.lists.kept import content_changed
from hub.core.models import ContentState

_WRITING = re.compile(r'(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) +"?(\w+)')
_COLUMN = re.compile(r'"(\w+)" = ')
#: Columns of a page that keeping a draft writes: readers see none of them.
_OF_DRAFTS = {"draft_title", "has_unpublished_changes", "latest_revision_created_at", "latest_revision_id"}

#: Table → columns that readers never see.
_tables: dict[str, set[str]] = {}
_is_migrating = False


def watch(*models: type[Model], unseen: Iterable[str] = ()) -> None:
    """Every row of `models` that is written, and every link of their many-to-many relations, changes the content.

    Writing nothing but columns `unseen` by readers does not.
    """
    for model in models:
        _tables.setdefault(model._meta.db_table, set(_OF_DRAFTS)).update(unseen)
        for relation in model._meta.local_many_to_many:
            through = relation.remote_field.through._meta  # type: ignore[union-attr]  # known by then
            _tables.setdefault(through.db_table, set())
        post_save.connect(on_saved, sender=model, dispatch_uid="watched")


def watched_tables() -> frozenset[str]:
    return frozenset(_tables)


def on_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _look)  # first: those added for a while are taken away from the end


def on_migrating(**kwargs: Any) -> None:
    """The table of the token may not be there yet."""
    global _is_migrating
    _is_migrating = True


def on_migrated(using: str, **kwargs: Any) -> None:
    global _is_migrating
    _is_migrating = False
    if ContentState._meta.db_table in connections[using].introspection.table_names():
        content_changed()


def on_saved(created: bool, using: str, **kwargs: Any) -> None:
    """A new row written outside any transaction: see `_look`."""
    if created and not connections[using].in_atomic_block:
        content_changed()


def _look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _changes_content(sql):
        return execute(sql, params, many, context)
    if context["connection"].in_atomic_block:
        result = execute(sql, params, many, context)
        content_changed()
        return result
    if sql.startswith("INSERT"):  # gives back its key: SQLite refuses to commit before that is read
        return execute(sql, params, many, context)
    with transaction.atomic(using=context["connection"].alias):
        result = execute(sql, params, many, context)
        content_changed()
    return result


def _changes_content(sql: str) -> bool:
    written = _WRITING.match(sql)
    if written is None or written[2] not in _tables or _is_migrating:
        return False
    columns = set(_COLUMN.findall(sql.partition(" WHERE ")[0])) if written[1] == "UPDATE" else set()
    return not columns or not columns <= _tables[written[2]]
