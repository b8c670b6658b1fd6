"""The index follows what is published: what changes is noted, then read anew as soon as the change is committed."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models.query import QuerySet
from wagtail.models import Page

from glossary.models import Term
from hub.core.lists.kept import content_changed
from hub.french.stems import unaccented
from hub.search.attached import asides
from hub.search.contents import SHORTEST_SPELLING, Document, document_of
from hub.search.kinds import PAGE, THINGS, page_types
from hub.search.models import Entry, Posting, Spelling

#: Things read and written at once.
BATCH = 100
#: Words looked up at once, far below what a database takes in one query.
WORDS = 500
#: What is to be read anew.
Changed = set[tuple[str, int]]


class _Noted(threading.local):
    """What the transaction under way has changed, in this thread."""

    def __init__(self) -> None:
        self.changed: Changed = set()


_noted = _Noted()


def search_changed(family: str, numbers: Iterable[int | None]) -> None:
    """These things are read anew once the transaction is committed, at once where there is none."""
    _noted.changed.update((family, number) for number in numbers if number is not None)
    # Robust: a change that is committed must not look refused; the daily pass repairs the index.
    transaction.on_commit(read_what_changed, robust=True)


def search_is_current() -> None:
    """For readers inside a transaction that changed something: they find what they wrote."""
    if _noted.changed and connection.in_atomic_block:
        read_what_changed()


def read_what_changed() -> None:
    changed, _noted.changed = _noted.changed, set()
    by_family: dict[str, set[int]] = defaultdict(set)
    for family, number in changed:
        by_family[family].add(number)
    # What a transaction undone had noted is read again, and found as it was: nothing is written.
    for family, numbers in by_family.items():
        _read(family, numbers)


def forget(family: str, numbers: Iterable[int]) -> None:
    """What is deleted leaves the index in the same transaction."""
    _noted.changed -= {(family, number) for number in numbers}
    _drop(Entry.objects.filter(family=family, number__in=numbers))


def read_everything(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Read everything that is published; gives the number of entries written, those that had changed."""
    groups = [(family, found.model, list(found.values_list("pk", flat=True))) for family, found in _published()]
    total, done, written = sum(len(numbers) for _, _, numbers in groups), 0, 0
    for family, model, numbers in groups:
        for start in range(0, len(numbers), BATCH):
            batch = numbers[start : start + BATCH]
            written += _write(family, model, batch)
            done += len(batch)
            progress(done, total)
    return written + _drop_what_is_gone({family: _numbers(groups, family) for family in (PAGE, *THINGS)})


def out_of_step() -> int:
    """How many entries say something else than what is published, or are missing, or one too many. Writes nothing."""
    told, lacking = set(), 0
    for family, found in _published():
        numbers = list(found.values_list("pk", flat=True))
        told |= {(family, number) for number in numbers}
        starts = range(0, len(numbers), BATCH)
        lacking += sum(len(_compared(family, found.model, numbers[start : start + BATCH])[1]) for start in starts)
    return lacking + len(set(Entry.objects.values_list("family", "number")) - told)


def fill_index(now: datetime) -> int:
    """At each pass, where there is no index yet: a site that has just been upgraded."""
    if Entry.objects.exists() and Spelling.objects.exists():
        return 0
    return read_everything()


def repair_index(now: datetime) -> int:
    """Once a day: whatever was missed, by a stopped process or a new way of reading; words that nothing has leave."""
    written = read_everything()
    known = set(Posting.objects.values_list("word", flat=True).distinct())
    gone = [pk for pk, word in Spelling.objects.values_list("pk", "word") if word not in known]
    for start in range(0, len(gone), BATCH):
        Spelling.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    return written


def _numbers(groups: list[tuple[str, Any, list[int]]], family: str) -> set[int]:
    return {number for each, _, numbers in groups if each == family for number in numbers}


def _published() -> list[tuple[str, QuerySet]]:
    """All that may be found: each type of page, then what is no page."""
    pages = [(PAGE, model.get_indexed_objects().filter(live=True).order_by("pk")) for model in page_types()]
    return [*pages, *((family, _told(model).order_by("pk")) for family, model in THINGS.items())]


def _told(model: Any) -> QuerySet:
    """What may be found of a model; a term has a page as soon as it has a definition."""
    found = model.get_indexed_objects()
    return found.exclude(definition="") if model is Term else found


def _drop_what_is_gone(published: dict[str, set[int]]) -> int:
    known = Entry.objects.values_list("pk", "family", "number")
    gone = [pk for pk, family, number in known if number not in published.get(family, set())]
    _drop(Entry.objects.filter(pk__in=gone))
    return len(gone)


def _drop(entries: QuerySet[Entry]) -> int:
    """Delete entries with their words; gives the number of rows."""
    words = _words_of(entries)
    deleted = entries.delete()[0]
    _drop_spellings(words)
    if deleted:
        content_changed()
    return deleted


def _words_of(entries: QuerySet[Entry]) -> set[tuple[str, str]]:
    return set(Posting.objects.filter(entry__in=entries.values("pk")).values_list("token", "word"))


def _drop_spellings(words: set[tuple[str, str]]) -> None:
    """Forget the words that nothing published has any more: one of them may be somebody's name."""
    asked = sorted(pair for pair in words if len(pair[1]) >= SHORTEST_SPELLING)
    for start in range(0, len(asked), WORDS):
        batch = asked[start : start + WORDS]
        values = ", ".join(["(%s, %s)"] * len(batch))
        table = Posting._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH gone (token, word) AS (VALUES {values}) SELECT word FROM gone WHERE NOT EXISTS "  # noqa: S608 -- our table
                f"(SELECT 1 FROM {table} WHERE {table}.token = gone.token AND {table}.word = gone.word)",
                [text for pair in batch for text in pair],
            )
            unused = [word for (word,) in cursor.fetchall()]
        Spelling.objects.filter(word__in=unused).delete()


def _read(family: str, numbers: set[int]) -> None:
    """Read these things, whatever has become of them."""
    models: dict[Any, set[int]] = {}
    if family == PAGE:
        types = Page.objects.filter(pk__in=numbers, live=True).values_list(
            "pk", "content_type__app_label", "content_type__model"
        )
        for number, app, model in types:
            models.setdefault(apps.get_model(app, model), set()).add(number)
        models = {model: found for model, found in models.items() if model in page_types()}
    else:
        models = {THINGS[family]: numbers}
    with transaction.atomic():
        gone = numbers.difference(*(_write_all(family, model, found) for model, found in models.items()))
        if gone:
            _drop(Entry.objects.filter(family=family, number__in=gone))


def _write_all(family: str, model: Any, numbers: set[int]) -> set[int]:
    """Write their entries; gives those that are still there."""
    kept = set(_told(model).filter(pk__in=numbers).values_list("pk", flat=True))
    ordered = sorted(kept)
    for start in range(0, len(ordered), BATCH):
        _write(family, model, ordered[start : start + BATCH])
    return kept


def _write(family: str, model: Any, numbers: list[int]) -> int:
    """Write the entries of these things that say something else than before."""
    known, changed = _compared(family, model, numbers)
    if not changed:
        return 0
    written = [_entry(family, model, number, document) for number, document in changed.items()]
    former = Entry.objects.filter(pk__in=[known[number].pk for number in changed if number in known])
    with transaction.atomic():
        words = _words_of(former) if former else set()
        Posting.objects.filter(entry__in=former.values("pk")).delete()
        Entry.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["family", "number"],
            update_fields=["model", "title", "text", "aside", "fingerprint"],
        )
        keys = dict(Entry.objects.filter(family=family, number__in=changed).values_list("number", "pk"))
        _add_postings((keys[number], document) for number, document in changed.items())
        _drop_spellings(words)
        if any(number not in known or known[number].title != each.title for number, each in changed.items()):
            content_changed()  # the catalogue holds titles; other words are asked for each time
    return len(changed)


def _compared(family: str, model: Any, numbers: list[int]) -> tuple[dict[int, Entry], dict[int, Document]]:
    """What the index has of these things, and what those say that it has not."""
    beside = asides(numbers) if family == PAGE else {}
    things = model.get_indexed_objects().filter(pk__in=numbers)
    documents = {thing.pk: document_of(thing, beside.get(thing.pk, "")) for thing in things}
    entries = Entry.objects.filter(family=family, number__in=numbers).defer("text", "aside")
    known = {entry.number: entry for entry in entries}
    changed = {
        number: document
        for number, document in documents.items()
        if number not in known or known[number].fingerprint != document.fingerprint
    }
    return known, changed


def _entry(family: str, model: Any, number: int, document: Document) -> Entry:
    return Entry(
        family=family,
        number=number,
        model=model._meta.label_lower,
        title=document.title,
        text=document.whole,
        aside=document.aside,
        fingerprint=document.fingerprint,
    )


def _add_postings(documents: Iterable[tuple[int, Document]]) -> None:
    rows = [
        (token, key, weight, word)
        for key, document in documents
        for token, (weight, word) in document.weights().items()
    ]
    # In the order of the index by token, which is then written page after page.
    rows.sort()
    _add_spellings({word for _, _, _, word in rows})
    table = Posting._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} (token, entry_id, weight, word) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            insert = f"INSERT INTO {table} (token, entry_id, weight, word) VALUES (%s, %s, %s, %s)"  # noqa: S608 -- our table
            cursor.executemany(insert, rows)


def _add_spellings(words: set[str]) -> None:
    wanted = sorted(word for word in words if len(word) >= SHORTEST_SPELLING and word.isalpha())
    for start in range(0, len(wanted), WORDS):
        batch = wanted[start : start + WORDS]
        known = set(Spelling.objects.filter(word__in=batch).values_list("word", flat=True))
        new = [(word, unaccented(word)) for word in batch if word not in known]
        Spelling.objects.bulk_create(
            [Spelling(word=word, first=bare[0], length=len(bare)) for word, bare in new], ignore_conflicts=True
        )
