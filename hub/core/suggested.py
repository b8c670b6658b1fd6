"""Slugs and numbers that nobody has to think of."""

from itertools import count
from typing import Any

from django import forms
from django.db.models import Max, Model
from django.utils.text import slugify

#: Signs kept free at the end of a slug, for a number.
ROOM = 6


def free_slug(model: type[Model], words: str, *, field: str = "slug") -> str:
    """`words` as a slug that no other object of `model` has: «rouen», then «rouen-2»."""
    slug_field: Any = model._meta.get_field(field)
    longest = slug_field.max_length - ROOM
    base = slugify(words.replace("’", " ").replace("'", " "))[:longest].strip("-") or str(model._meta.model_name)
    taken = set(model._default_manager.filter(**{f"{field}__startswith": base}).values_list(field, flat=True))
    return next(name for number in count(1) if (name := base if number == 1 else f"{base}-{number}") not in taken)


def next_number(model: type[Model], field: str) -> int:
    """The number after the highest one."""
    highest: dict[str, Any] = model._default_manager.aggregate(highest=Max(field))
    return (highest["highest"] or 0) + 1


class Numbered(forms.BaseModelForm):
    """For forms: what is new has the next number; a number left empty is the one proposed, or the one there was."""

    number_field = "order"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.number_field]
        field.required, field.help_text = False, "Se propose : le suivant."
        if self.instance.pk is None:
            self.initial[self.number_field] = next_number(type(self.instance), self.number_field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get(self.number_field) is None and self.number_field not in self.errors:
            data[self.number_field] = self.initial[self.number_field]
        return data
