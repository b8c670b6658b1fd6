"""The only writers of former addresses: receivers, so that every way of renaming, moving and deleting is covered.

What lives always wins: whatever gets an address takes it from those that had it before. Nobody goes round in circles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, get_page_models

from hub.core.former.finding import kind_of
from hub.core.lists.kept import content_changed
from hub.core.models import FormerAddress, OpenKey
from hub.core.slugs import public_path

#: Rows written or deleted by one query.
BATCH = 500
LONGEST = FormerAddress._meta.get_field("key").max_length or 0


@dataclass(frozen=True)
class Stored:
    """What the database has of something that is being saved."""

    slug: str
    url_path: str = ""
    is_live: bool = True
    was_public: bool = True


def follow(*models: type[Model]) -> None:
    """Keep the former addresses and the identifiers of `models`, which have a slug."""
    for model in models:
        pre_save.connect(on_saving, sender=model, dispatch_uid="former")
        post_save.connect(on_saved, sender=model, dispatch_uid="former")
        post_delete.connect(on_deleted, sender=model, dispatch_uid="former")


def follow_pages() -> None:
    """The same for pages of every type: a page may be saved without its type; all are deleted as `Page` too."""
    for model in {Page, *get_page_models()}:
        pre_save.connect(on_saving, sender=model, dispatch_uid="former")
        post_save.connect(on_page_saved, sender=model, dispatch_uid="former")
    post_delete.connect(on_page_deleted, sender=Page, dispatch_uid="former")


def forget_former(page: Page) -> None:
    """Nothing leads to `page` any more but its present address, which becomes its identifier in the open data."""
    on_page_deleted(Page, page)
    _keep_identity(page.specific_class, page, None)
    content_changed()


def on_saving(sender: type[Model], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Before anything is written: what is stored, unless addresses are left alone."""
    touched = not raw and (update_fields is None or {"slug", "url_path", "live"} & set(update_fields))
    instance.address_stored = _stored(instance) if touched else None


def on_saved(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:
    before: Stored | None = instance.address_stored
    if not created and (before is None or before.slug == instance.slug):
        return
    kind = kind_of(sender)
    if before:
        _lead([(kind, before.slug, instance.pk)])
    _forget([(kind, instance.slug)])
    _keep_identity(sender, instance, before)


def on_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """All the addresses it had say from now on that it was retired."""
    kind = kind_of(sender)
    FormerAddress.objects.filter(kind=kind, number=instance.pk).update(number=None)
    _lead([(kind, instance.slug, None)])
    OpenKey.objects.filter(kind=kind, number=instance.pk).delete()


def on_page_saved(sender: type[Page], instance: Page, created: bool, **kwargs: Any) -> None:
    before: Stored | None = instance.address_stored
    if before is None and not created:
        return
    model: Any = instance.specific_class or sender
    has_moved = before is not None and before.url_path != instance.url_path
    below = list(_below(instance, before.url_path)) if before and has_moved else []
    if before and has_moved:
        _lead_pages(kind_of(model), instance, before, below)
    if instance.live and (created or has_moved or (before and not before.is_live)):
        living = [instance.url_path, *(new for _, _, new, is_live in below if is_live)]
        _forget([(kind_of(Page), public_path(path)) for path in living] + [(kind_of(model), instance.slug)])
    if before is None or before.slug != instance.slug:
        _keep_identity(model, instance, before)


def on_page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Nothing tells of a deleted page: it may have been hidden."""
    kinds = [kind_of(model) for model in (Page, *get_page_models())]
    FormerAddress.objects.filter(kind__in=kinds, number=instance.pk).delete()
    OpenKey.objects.filter(kind__in=kinds, number=instance.pk).delete()


def _stored(item: Any) -> Stored | None:
    if item.pk is None:
        return None
    if not isinstance(item, Page):
        slug = type(item)._default_manager.filter(pk=item.pk).values_list("slug", flat=True).first()
        return None if slug is None else Stored(slug)
    rows = Page.objects.filter(pk=item.pk).values_list("slug", "url_path", "live", "first_published_at")
    return next((Stored(slug, path, live, bool(live or first)) for slug, path, live, first in rows), None)


def _below(page: Page, old_path: str) -> Iterator[tuple[int, str, str, bool]]:
    """Number, old path, new path, and whether it is live, of each page below that has had readers.

    Wagtail writes their new paths afterwards.
    """
    if not page.numchild:
        return
    pages = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
    had_readers = pages.filter(Q(live=True) | Q(first_published_at__isnull=False))
    for number, path, is_live in had_readers.values_list("pk", "url_path", "live"):
        yield number, path, page.url_path + path.removeprefix(old_path), is_live


def _lead_pages(kind: str, page: Page, before: Stored, below: Iterable[tuple[int, str, str, bool]]) -> None:
    """From the former paths to the page and to those below it; none of what nobody could read."""
    if public_path(before.url_path) == "/":
        return  # the root of a site: its own slug stands in no address
    moved = [(page.pk, before.url_path)] if before.was_public else []
    moved += [(number, old) for number, old, _, _ in below]
    _lead((kind_of(Page), public_path(old), number) for number, old in moved)
    if before.was_public and before.slug != page.slug:
        _lead([(kind, before.slug, page.pk)])


def _lead(addresses: Iterable[tuple[str, str, int | None]]) -> None:
    """Have each (kind, key) lead to a number, whatever it led to."""
    rows = [FormerAddress(kind=kind, key=key, number=number) for kind, key, number in addresses if key]
    FormerAddress.objects.bulk_create(
        [row for row in rows if len(row.key) <= LONGEST],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["number"],
    )
    content_changed()


def _forget(addresses: list[tuple[str, str]]) -> None:
    """Something lives at these addresses: they are no longer former ones."""
    for kind in dict.fromkeys(kind for kind, _ in addresses):
        keys = [key for each, key in addresses if each == kind]
        for start in range(0, len(keys), BATCH):
            if FormerAddress.objects.filter(kind=kind, key__in=keys[start : start + BATCH]).delete()[0]:
                content_changed()


def _keep_identity(model: Any, item: Any, before: Stored | None) -> None:
    """In the open data, what was public keeps its first slug; what takes a slug kept by another has one of its own."""
    kind = kind_of(model)
    if before and before.was_public:
        wanted = before.slug
    elif OpenKey.objects.filter(kind=kind, key=item.slug).exclude(number=item.pk).exists():
        wanted = item.slug
    else:
        return
    if not OpenKey.objects.filter(kind=kind, number=item.pk).exists():
        OpenKey.objects.create(kind=kind, number=item.pk, key=_free_key(model, item, wanted))
        content_changed()


def _free_key(model: Any, item: Any, wanted: str) -> str:
    identities = OpenKey.objects.filter(kind=kind_of(model))
    others = model._default_manager.exclude(pk=item.pk)
    keys = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(key for key in keys if not identities.filter(key=key).exists() and not others.filter(slug=key).exists())
