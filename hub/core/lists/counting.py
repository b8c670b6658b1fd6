"""How many there are, where only some are read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def count_of(found: QuerySet, shown: Sequence[Any], most: int) -> int:
    """How many `found` are, of which `shown` are the first `most`: asked only when there may be more."""
    return len(shown) if len(shown) < most else found.count()


def counts_of(*found: QuerySet) -> list[int]:
    """How many each of `found` is, in one query."""
    first, *others = (
        rows.order_by().values(query_rank=Value(place)).annotate(count=Count("pk")).values_list("query_rank", "count")
        for place, rows in enumerate(found)
    )
    counts = Counter(dict(first.union(*others, all=True)))
    return [counts[place] for place in range(len(found))]


def counted_by(relation: str, rows: QuerySet) -> Coalesce:
    """How many of `rows` have the object of a query at the other end of their `relation`, as a column of it."""
    of_it = rows.order_by().filter(**{relation: OuterRef("pk")}).values(relation)
    return Coalesce(Subquery(of_it.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField())
