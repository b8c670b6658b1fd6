"""Names in French order inside queries: `order_by("title__french")`, the same on both databases (decision 0066)."""

from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.admin.utils import NotRelationField, get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Model, QuerySet, TextField, Transform

from hub.french.sorting import BETWEEN_WORDS, DIGITS, LIGATURES, MARKS, ZEROS, sort_key

NAME = "french_order"


class FrenchOrder(Transform):
    """What a text is sorted by: SQLite asks our own function, PostgreSQL takes the same steps."""

    lookup_name = "french"
    function = NAME
    output_field: ClassVar[CharField] = CharField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template=_in_steps(), **context)


def _in_steps() -> str:
    """`sort_key`, step by step; sorted by signs, whatever the language of the server."""
    text = "%(expressions)s"
    for ligature, letters in LIGATURES.items():
        text = f"replace({text}, '{ligature}', '{letters}')"
    text = f"regexp_replace(normalize({text}, NFKD), '{MARKS}', '', 'g')"
    text = f'lower({text} COLLATE "C")'
    text = f"btrim(regexp_replace({text}, '{BETWEEN_WORDS}', ' ', 'g'))"
    text = f"regexp_replace({text}, '([0-9]+)', '{ZEROS}\\1', 'g')"
    return f"(regexp_replace({text}, '[0-9]*([0-9]{{{DIGITS}}})(?![0-9])', '\\1', 'g') COLLATE \"C\")"


def in_french(queryset: QuerySet) -> QuerySet:
    """The same rows: the texts they are sorted by take the French order, a number settles what is equal."""
    order = [each for each in queryset.query.order_by if isinstance(each, str)]
    if not order or len(order) != len(queryset.query.order_by):
        return queryset
    return queryset.order_by(*(_french(queryset.model, each) for each in order), *([] if "pk" in order else ["pk"]))


def _french(model: type[Model], name: str) -> str:
    """`title` → `title__french`; what is no text, or one of a few codes, stays as it is."""
    try:
        field = get_fields_from_path(model, name.removeprefix("-"))[-1]
    except (FieldDoesNotExist, NotRelationField):
        return name
    is_words = isinstance(field, CharField | TextField) and not field.choices
    return f"{name}__{FrenchOrder.lookup_name}" if is_words else name


#: A list that is sorted again and again asks for the same names; those of a long site take a few megabytes.
SHORT = 120
_known = lru_cache(maxsize=20_000)(sort_key)


def _key(text: str | None) -> str | None:
    return None if text is None else _known(text) if len(text) <= SHORT else sort_key(text)


def teach_order(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Each connection to SQLite learns the order; PostgreSQL has nothing to learn."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(NAME, 1, _key, deterministic=True)


def register_order() -> None:
    for field in (CharField, TextField):
        field.register_lookup(FrenchOrder)


class InFrenchOrder:
    """For lists of the administration: a column of words, once pressed, is sorted in French."""

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return in_french(super().order_queryset(queryset))  # type: ignore[misc]  # mixed into views
