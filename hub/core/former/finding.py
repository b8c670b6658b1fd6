"""What a former address leads to: only what anybody may read, as if the rest had never been."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch, reverse
from wagtail.models import Page

from hub.core.lists.kept import kept
from hub.core.models import BasePageQuerySet, FormerAddress
from hub.core.registries import parameters, routes
from hub.core.sites import path_of

#: (kind, slug) → the object that had it.
Former = Mapping[tuple[str, str], int]


def kind_of(model: type[Model]) -> str:
    return model._meta.label_lower


def present_path(request: HttpRequest, match: ResolverMatch) -> str:
    """Where is now what had the address of `request`, which leads nowhere. Two queries at most, one for nothing."""
    if match.url_name == "wagtail_serve":
        return _path_of_page(request)
    for route in routes(match.url_name or ""):
        if route.fixed == tuple((name, match.kwargs.get(name)) for name, _ in route.fixed):
            slug = _present_slug(route.model, match.kwargs["slug"])
            return reverse(match.url_name or "", kwargs={**match.kwargs, "slug": slug}) if slug else ""
    return ""


def present_query(query: QueryDict) -> str:
    """The query string with present slugs instead of former ones; nothing when there is nothing to change."""
    former: Former = kept("former slugs", _former_slugs)
    asked = {name: _moved(models, query.getlist(name), former) for name, models in parameters().items()}
    if not any(asked.values()):
        return ""
    pairs = [(name, value) for name, values in query.lists() for value in values]
    return urlencode([(name, new) for name, value in pairs for new in asked.get(name, {}).get(value, [value])])


def is_retired(model: type[Model], slug: str) -> bool:
    """Whether `slug` was that of something deleted."""
    return FormerAddress.objects.filter(kind=kind_of(model), key=slug, number=None).exists()


def former_paths(item: Any) -> list[str]:
    """The former addresses of the page of `item`, for its editors."""
    if item.pk is None:
        return []
    is_page = isinstance(item, Page)
    kind = kind_of(Page if is_page else type(item))
    keys = FormerAddress.objects.filter(kind=kind, number=item.pk).order_by("key").values_list("key", flat=True)
    return list(keys) if is_page else [type(item)(slug=key).get_absolute_url() for key in keys]


def _public(model: Any) -> QuerySet:
    """What anybody may read; of what has no such question, everything."""
    return getattr(model.objects, "visible_to_all", model.objects.all)()


def _number(model: type[Model], key: str) -> int | None:
    found = FormerAddress.objects.filter(kind=kind_of(model), key=key)
    return found.values_list("number", flat=True).first()


def _path_of_page(request: HttpRequest) -> str:
    number = _number(Page, request.path_info)
    page = BasePageQuerySet(Page).visible_to_all().filter(pk=number).first() if number else None
    return path_of(page, request) if page else ""


def _present_slug(model: type[Model], slug: str) -> str:
    number = _number(model, slug)
    return _public(model).filter(pk=number).values_list("slug", flat=True).first() or "" if number else ""


def _former_slugs() -> Former:
    kinds = {kind_of(model) for models in parameters().values() for model in models}
    rows = FormerAddress.objects.filter(kind__in=kinds)
    return {(kind, key): number for kind, key, number in rows.values_list("kind", "key", "number") if number}


def _moved(models: Iterable[type[Model]], values: Iterable[str], former: Former) -> dict[str, list[str]]:
    """Each former slug among `values` → the present ones, unless something else is called so now."""
    asked = {value for value in values for model in models if (kind_of(model), value) in former}
    moved: dict[str, list[str]] = defaultdict(list)
    living: set[str] = set()
    for model in models if asked else ():
        numbers = {value: former.get((kind_of(model), value)) for value in asked}
        found = _public(model).filter(Q(pk__in=filter(None, numbers.values())) | Q(slug__in=asked))
        slugs = dict(found.values_list("pk", "slug"))
        living.update(slugs.values())
        for value, number in numbers.items():
            moved[value] += [slugs[number]] if number in slugs else []
    return {value: slugs for value, slugs in moved.items() if slugs and value not in living}
