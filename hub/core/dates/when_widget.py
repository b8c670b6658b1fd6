"""Entering a `When` in plain French: first how much is known, then only the boxes that this needs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hub.core.dates.when import MONTHS, Precision, When

KINDS = [
    ("", "Date à définir"),
    ("hour", "Un jour, avec l’heure"),
    ("days", "Un ou plusieurs jours"),
    ("month", "Un mois"),
    ("months", "L’un de plusieurs mois"),
    ("year", "Une année"),
    ("span", "Une période"),
]
KIND_OF = {
    Precision.UNDEFINED: "",
    Precision.HOUR: "hour",
    Precision.DAYS: "days",
    Precision.MONTH: "month",
    Precision.ONE_OF_MONTHS: "months",
    Precision.YEAR: "year",
    Precision.SPAN: "span",
}
MONTH_CHOICES = [(f"{number:02d}", name) for number, name in enumerate(MONTHS, 1)]
#: «L'un de plusieurs mois» may run over New Year: a value with a plus is a month of the following year.
NEXT_YEAR = [(f"+{value}", f"{name} suivant") for value, name in MONTH_CHOICES]
#: How many of those are always offered.
NEXT_SHOWN = 3


@dataclass
class WhenBoxes:
    """What the boxes hold, as typed: kept whole when the date is refused, so that nothing is lost."""

    kind: str = ""
    first_day: str = ""
    last_day: str = ""
    start: str = ""
    end: str = ""
    month: str = ""
    months: list[str] = field(default_factory=list)
    year: str = ""
    span_from: str = ""
    span_to: str = ""

    @classmethod
    def of(cls, when: When) -> "WhenBoxes":
        """The boxes that say `when`."""
        boxes = cls(kind=KIND_OF[when.precision])
        if not when.parts:
            return boxes
        first, last = when.parts[0], when.parts[-1]
        boxes.year = str(first.year)
        if boxes.kind in ("hour", "days"):
            boxes.first_day = first.first_day().isoformat()
            boxes.last_day = last.first_day().isoformat() if last.first_day() != first.first_day() else ""
        if boxes.kind == "hour":
            boxes.start, boxes.end = (f"{part.hour:02d}:{part.minute:02d}" for part in (first, last))
        if boxes.kind == "month":
            boxes.month = f"{first.month:02d}"
        if boxes.kind == "months":
            boxes.months = [f"{'+' * (part.year - first.year)}{part.month:02d}" for part in when.parts]
        if boxes.kind == "span":
            boxes.span_from, boxes.span_to = str(first), str(last)
        return boxes

    def text(self) -> str:
        """The stored text of what the boxes say. Raises ValidationError with a sentence in French."""
        needed = {
            "hour": [(self.first_day, "le jour"), (self.start, "l’heure de début"), (self.end, "l’heure de fin")],
            "days": [(self.first_day, "le premier jour")],
            "month": [(self.month, "le mois"), (self.year, "l’année")],
            "months": [(",".join(self.months), "les mois possibles"), (self.year, "l’année")],
            "year": [(self.year, "l’année")],
            "span": [(self.span_from, "le début de la période"), (self.span_to, "la fin de la période")],
        }
        missing = [name for value, name in needed.get(self.kind, []) if not value]
        if missing:
            raise ValidationError(f"Indiquez {missing[0]}.")
        if self.kind == "months" and len(self.months) < 2:
            raise ValidationError("Choisissez au moins deux mois, ou « Un mois ».")
        last_day = self.last_day or self.first_day
        months = [
            f"{int(self.year) + month.count('+')}-{month.lstrip('+')}" for month in self.months if self.year.isdigit()
        ]
        return {
            "hour": f"{self.first_day}T{self.start}/{last_day}T{self.end}",
            "days": self.first_day if last_day == self.first_day else f"{self.first_day}/{last_day}",
            "month": f"{self.year}-{self.month}",
            "months": "|".join(sorted(months)),
            "year": self.year,
            "span": f"{self.span_from}/{self.span_to}",
        }.get(self.kind, "")


class WhenWidget(forms.Widget):
    """A choice of precision, then boxes; CSS shows the boxes of the chosen precision, all of them without CSS."""

    template_name = "core/when_widget.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> WhenBoxes:
        boxes = WhenBoxes()
        for box in fields(WhenBoxes):
            key = f"{name}-{box.name}"
            if box.name == "months":
                boxes.months = [value for value in getlist(data, key) if value.lstrip("+") in dict(MONTH_CHOICES)]
            else:
                setattr(boxes, box.name, str(data.get(key, "")).strip())
        return boxes

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-kind" not in data

    def format_value(self, value: Any) -> WhenBoxes:
        if isinstance(value, WhenBoxes):
            return value
        return WhenBoxes.of(value if isinstance(value, When) else When.parse(value or ""))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        boxes = self.format_value(value)
        following = [
            *NEXT_YEAR[:NEXT_SHOWN],
            *(choice for choice in NEXT_YEAR[NEXT_SHOWN:] if choice[0] in boxes.months),
        ]
        context["widget"] |= {"boxes": boxes, "kinds": KINDS, "months": MONTH_CHOICES, "following": following}
        return context

    def boxes_sent(self, value: Any) -> dict[str, Any] | None:
        """What a browser would send, by the end of its name; nothing when an empty form lacks a box for it."""
        boxes = self.format_value(value)
        known = {month for month, _ in (*MONTH_CHOICES, *NEXT_YEAR[:NEXT_SHOWN])}
        return {f"-{name}": text for name, text in asdict(boxes).items()} if known.issuperset(boxes.months) else None

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}-kind" if id_ else id_


def getlist(data: Any, key: str) -> list[str]:
    """All values of `key`, from a QueryDict or from a plain mapping."""
    if hasattr(data, "getlist"):
        return list(data.getlist(key))
    value = data.get(key, []) if isinstance(data, Mapping) else []
    return [value] if isinstance(value, str) else list(value)


class WhenFormField(forms.Field):
    """Cleans to a `When`. The error of a wrong value is a sentence in French."""

    widget = WhenWidget

    def to_python(self, value: Any) -> When:
        if isinstance(value, When):
            return value
        try:
            return When.parse(value.text() if isinstance(value, WhenBoxes) else value or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return str(self.to_python(initial)) != str(self.to_python(data))
        except ValidationError:
            return True
