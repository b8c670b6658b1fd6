"""Rows of a page in the administration: an empty one counts for nothing, one that was sent before is not added again.

The editor keeps drafts by itself. It sends an added row before anything is typed in it, and may send once more rows
whose keys it never learnt, because the answer that gave them was lost.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, ORDERING_FIELD_NAME
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from hub.core.rows import MOST

#: Sent by `admin-autosave.js` after a draft whose answer never came: rows may be stored whose keys it doesn't know.
ANSWER_LOST = "answer-lost"
#: What says nothing about the content of a row.
_FURNITURE = {"id", DELETION_FIELD_NAME, ORDERING_FIELD_NAME}


def says_nothing(row: Any) -> bool:
    """Was nothing typed in `row` nor in the rows inside it? Defaults that nobody touched are nothing."""
    inner = (form for rows in getattr(row, "formsets", {}).values() for form in rows.forms)
    return not set(row.changed_data) - _FURNITURE and all(says_nothing(form) for form in inner)


class Known:
    """What a box may choose from, read already: it stands for the query that Django would make for each box."""

    def __init__(self, model: type[Model], things: Iterable[Model]) -> None:
        self.model = model
        self._by_key = {str(thing.pk): thing for thing in things}

    def all(self) -> "Known":
        return self

    def get(self, **key: Any) -> Model:
        """Boxes ask by one name of the key or another: `pk`, `id`."""
        found = self._by_key.get(str(*key.values()))
        if found is None:
            raise self.model.DoesNotExist  # type: ignore[attr-defined]  # Django adds it to each model
        return found


class RowForm:
    """A row. In a draft, one that nobody touched is not checked again: that would cost ten queries for each."""

    def full_clean(self) -> None:
        row: Any = self
        if not (row.is_bound and row.is_deferred_validation and row.instance.pk and _is_untouched(row)):
            return super().full_clean()  # type: ignore[misc]  # mixed into a form
        row._errors = ErrorDict(renderer=row.renderer)
        fields = row.instance._meta.concrete_fields
        row.cleaned_data = {field.name: getattr(row.instance, field.attname) for field in fields}
        row.cleaned_data[ORDERING_FIELD_NAME] = _number(row[ORDERING_FIELD_NAME].data)
        return None


def _is_untouched(row: Any) -> bool:
    """The key is not looked at, for the row was found by it."""
    boxes = (box for name, box in row._bound_items() if name not in _FURNITURE)
    return not row[DELETION_FIELD_NAME].data and not any(box._has_changed() for box in boxes)


def _number(text: Any) -> int | None:
    return int(text) if str(text).isdecimal() else None


class RowSet(BaseChildFormSet):
    """The rows of one relation."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, instance=instance, **kwargs)
        if isinstance(data, QueryDict):
            self.data = self._recognised(data)

    def add_fields(self, form: Any, index: int | None) -> None:
        """The key of each row is looked for among those of the page, without a query for each."""
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].queryset = self._known

    @cached_property
    def _known(self) -> Known:
        return Known(self.model, self.get_queryset())

    def _should_delete_form(self, form: Any) -> bool:
        """Also what was added and left empty: it is neither refused nor kept."""
        return super()._should_delete_form(form) or (form.instance.pk is None and says_nothing(form))

    def _recognised(self, data: QueryDict) -> QueryDict:
        """`data`, in which rows that are stored already have their keys."""
        total = min(self.total_form_count(), MOST)
        prefixes = [self.add_prefix(number) for number in range(total)]
        sent = {data.get(f"{prefix}-id", "") for prefix in prefixes}
        unsent = [row for row in self.get_queryset() if row.pk and str(row.pk) not in sent]
        found = dict(self._twins(data, unsent, prefixes)) if unsent and "" in sent else {}
        if not found:
            return data
        copy = data.copy()
        for number, key in found.items():
            copy[f"{prefixes[number]}-id"] = str(key)
        count = f"{self.prefix}-{INITIAL_FORM_COUNT}"
        copy[count] = str(max(self.initial_form_count(), *(number + 1 for number in found)))
        self.__dict__.pop("management_form", None)
        return copy

    def _twins(self, data: QueryDict, unsent: list[Any], prefixes: list[str]) -> Iterator[tuple[int, Any]]:
        """Which row without a key is one of `unsent`: it says the same or, after a lost answer, comes in its place."""
        added = [(number, prefix) for number, prefix in enumerate(prefixes) if not data.get(f"{prefix}-id", "")]
        changed = []
        for number, prefix in added:
            twin = next((row for row in unsent if self._says_the_same(data, row, prefix)), None)
            if twin is None:
                changed.append(number)
            else:
                unsent.remove(twin)
                yield number, twin.pk
        if data.get(ANSWER_LOST):
            yield from zip(changed, [row.pk for row in unsent], strict=False)

    def _says_the_same(self, data: QueryDict, row: Any, prefix: str) -> bool:
        form = self.form(data, prefix=prefix, instance=row, **self.get_form_kwargs(None))
        return says_nothing(form)


class Rows(InlinePanel):
    """Wagtail's panel of rows, with these rules."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        rows["formset"] = RowSet
        rows["form"] = type("Row", (RowForm, rows.get("form", WagtailAdminModelForm)), {})
        return options
