"""What pages give beside what they say: titles of their sources, documents that anybody may open and their texts.

Wagtail's index of references knows both, in running text too.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from casestudies.models import Source
from hub.core.models import BasePageQuerySet
from hub.search.models import DocumentText

References = dict[int, set[int]]


def asides(numbers: Iterable[int]) -> dict[int, str]:
    """For each of these pages, a source or a line of a document a line. Four queries, whatever is found."""
    pages = set(numbers)
    found: dict[int, list[str]] = defaultdict(list)
    cited = _references(Source, pages)
    lines = {source.pk: str(source) for source in Source.objects.filter(pk__in=_all(cited))}
    given = _references(Document, pages)
    texts = _texts(open_documents(_all(given)))
    for page in pages:
        found[page] += [lines[pk] for pk in sorted(cited[page]) if pk in lines]
        found[page] += [texts[pk] for pk in sorted(given[page]) if pk in texts]
    return {page: "\n".join(each) for page, each in found.items()}


def pages_that_give(model: type, keys: Iterable[int]) -> set[int]:
    """The pages that rest on these sources, or give these documents."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=list(map(str, keys)),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return set(map(int, rows.values_list("object_id", flat=True)))


def public_documents() -> set[int]:
    """The documents that a page gives which anybody may see."""
    given = _references(Document, set(BasePageQuerySet(Page).visible_to_all().values_list("pk", flat=True)))
    return set(open_documents(_all(given)).values_list("pk", flat=True))


def open_documents(keys: Iterable[int]) -> QuerySet:
    """Those of these documents that stand in no restricted collection."""
    closed = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    found = Document.objects.filter(pk__in=list(keys))
    for path in closed:
        found = found.exclude(collection__path__startswith=path)
    return found


def _references(model: type, pages: set[int]) -> References:
    """Page → what it refers to."""
    found: References = defaultdict(set)
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    if len(pages) < 1000:  # an answer to a page, not to everything
        rows = rows.filter(object_id__in=list(map(str, pages)))
    for page, key in rows.values_list("object_id", "to_object_id"):
        if int(page) in pages:
            found[int(page)].add(int(key))
    return found


def _all(references: References) -> set[int]:
    return set().union(*references.values())


def _texts(documents: QuerySet) -> dict[int, str]:
    """The title of each document, then its text when this very file was read."""
    read: dict[int, Any] = {line.document_id: line for line in DocumentText.objects.filter(document__in=documents)}
    found = {}
    for document in documents:
        line = read.get(document.pk)
        text = line.text if line and line.file == document.file.name else ""
        found[document.pk] = f"{document.title}\n{text}".strip()
    return found
