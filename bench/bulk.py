"""Thousands of pages written at once: saving each takes longer than all that is measured. Never for a real site."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

BATCH = 500


def add_pages(parent: Page, pages: list[Any]) -> list[Any]:
    """Publish `pages`, all of one type, below `parent`: the rows of `add_child`, without history nor signals."""
    kind, now = type(pages[0]), timezone.now()
    content_type, locale = ContentType.objects.get_for_model(kind), Locale.get_default()
    last = parent.get_last_child()
    first = 1 + (Page._str2int(last.path[-Page.steplen :]) if last else 0)
    for step, page in enumerate(pages, first):
        page.path, page.depth = Page._get_path(parent.path, parent.depth + 1, step), parent.depth + 1
        page.url_path, page.draft_title, page.live = f"{parent.url_path}{page.slug}/", page.title, True
        page.content_type, page.locale = content_type, locale
        page.first_published_at, page.last_published_at = page.first_published_at or now, page.last_published_at or now
    shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{name: getattr(page, name) for name in shared}) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows, BATCH), strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
    # What bulk_create() refuses to do for a model that has a parent.
    kind._base_manager.get_queryset()._batched_insert(pages, kind._meta.local_concrete_fields, BATCH)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
    return pages


def link(relation: Any, pairs: Iterable[tuple[int, int]]) -> None:
    """Rows of a many-to-many `relation`, from keys of its model and of the other one."""
    through, field = relation.through, relation.field
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = [through(**{f"{source}_id": key, f"{target}_id": other}) for key, other in pairs]
    through.objects.bulk_create(rows, BATCH)
