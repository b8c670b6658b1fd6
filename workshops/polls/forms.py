"""What organisers propose and people answer."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from hub.core.dates.when import PARIS, When
from hub.core.email_addresses import one_owner, read_address
from hub.core.forms import QueryForm, TextField
from hub.core.validators import lines, one_line
from workshops.planning.actions.decisions import DATED
from workshops.polls.actions import MOST_PEOPLE, MOST_SLOTS, Person
from workshops.workshop.enums import Certainty

NAMED = re.compile(r"^(?P<name>[^<>]*)<[^<>]+>$")
HALF_TYPED = "Un créneau est un jour, avec une heure de début et une heure de fin, ou sans aucune heure."


class SlotForm(forms.Form):
    """One slot: a day, and both hours or none."""

    day = forms.DateField(
        label="Jour", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(label="De", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    end = forms.TimeField(label="À", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, start, end = (given.get(name) for name in ("day", "start", "end"))
        if self.errors or not any([day, start, end]):
            return given
        if day is None or (start is None) != (end is None):
            raise ValidationError(HALF_TYPED)
        try:
            given["when"] = When.parse(f"{day}T{start:%H:%M}/{day}T{end:%H:%M}" if start else str(day))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return given

    @property
    def when(self) -> When | None:
        return self.cleaned_data.get("when") if self.is_bound and self.is_valid() else None


class PeopleField(TextField):
    """Addresses, one a line, with a name before or not: `Nom <nom@ville.fr>`."""

    def to_python(self, value: Any) -> Any:
        return [_person(line) for line in lines(super().to_python(value))]

    def validate(self, value: Any) -> None:
        if len(value) > MOST_PEOPLE:
            raise ValidationError(f"{MOST_PEOPLE} personnes au plus.")

    def run_validators(self, value: Any) -> None:
        """`_person` has read each line."""


def _person(line: str) -> Person:
    named, email = NAMED.match(line.strip()), read_address(line)
    try:
        one_owner(email)
    except ValidationError as error:
        raise ValidationError(f"« {line[:80]} » : {error.messages[0]}") from error
    return Person(email, one_line(named["name"])[:120] if named else "")


class PollForm(forms.Form):
    """A poll to open, but for its slots."""

    speakers = PeopleField(
        label="Qui intervient",
        required=False,
        help_text="Une personne par ligne : Prénom Nom <adresse>, ou l’adresse seule. Leur « non » est signalé.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    others = PeopleField(
        label="Autres personnes à interroger",
        required=False,
        help_text="Une personne par ligne.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    last_day = forms.DateField(
        label="Réponses jusqu’au",
        help_text="Inclus, jusqu’à minuit.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(["required", "invalid"], "Écrivez le dernier jour pour répondre."),
    )

    def people(self) -> list[Person]:
        speakers = [Person(person.email, person.name, speaks=True) for person in self.cleaned_data["speakers"]]
        return [*speakers, *self.cleaned_data["others"]]

    def deadline(self) -> datetime:
        return datetime.combine(self.cleaned_data["last_day"], time(23, 59), PARIS)


def slot_forms(data: QueryDict | None = None) -> list[SlotForm]:
    """As many as a poll may have; empty ones are left out."""
    return [SlotForm(data, prefix=f"slot{number}") for number in range(MOST_SLOTS)]


class RetainForm(forms.Form):
    """The slot retained, how sure the workshop is then, and whether a refusal was seen."""

    slot = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    certainty = forms.ChoiceField(
        label="L’atelier est alors",
        choices=[(value, value.label) for value in DATED],
        initial=Certainty.CONFIRMED,
        widget=forms.RadioSelect,
    )
    despite = forms.BooleanField(required=False)


class AnswerQuery(QueryForm):
    """`?fait=enregistre`: the answers were just kept."""

    fait = forms.ChoiceField(required=False, choices=[("enregistre", "enregistré")])


def choices_in(data: QueryDict) -> dict[int, str]:
    """Slot → answer, from fields named `c<slot>`; what is no slot is left out."""
    return dict(_read(data))


def _read(data: QueryDict) -> Iterator[tuple[int, str]]:
    for name, choice in data.items():
        if re.fullmatch(r"c[0-9]{1,9}", name):
            yield int(name[1:]), str(choice)
