"""What the live screen sends: one form, whose every button also brings the notes."""

import hashlib
import uuid

from django import forms
from django.http import QueryDict

from hub.core.enums import Half
from hub.core.forms import TextField
from hub.core.validators import too_long
from workshops.leading.actions.noting import Written
from workshops.leading.models import MeetingNote

LONGEST_NOTE, LONGEST_QUESTION = 50_000, 1_000


def print_of(text: str) -> str:
    """Tells whether notes are still those that were shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class NoteForm(forms.Form):
    """The notes of one part. `key` and `turn` name this sending, `shown` the text that the screen began with."""

    text = TextField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": too_long("Ces notes sont trop longues", LONGEST_NOTE)},
    )
    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    turn = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    @classmethod
    def of(cls, note: MeetingNote, text: str | None = None) -> "NoteForm":
        """The form that shows what is kept, or `text`, which is still to be kept."""
        return cls(
            prefix=prefix(note.part),
            initial={
                "text": note.text if text is None else text,
                "version": note.version,
                "key": uuid.uuid4(),
                "turn": 1,
                "shown": print_of(note.text),
            },
        )

    @property
    def is_untouched(self) -> bool:
        return self.cleaned_data["shown"] == print_of(self.cleaned_data["text"])

    def written(self, part: int) -> Written:
        said = self.cleaned_data
        return Written(part, said["text"], said["version"], said["key"], said["turn"])


class QuestionForm(forms.Form):
    """A question asked in the room."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    question = TextField(
        label="Une question de la salle",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Écrivez la question.",
            "max_length": too_long("La question est trop longue", LONGEST_QUESTION),
        },
    )


class MomentForm(forms.Form):
    """The moment that was on the screen."""

    seen = forms.IntegerField(required=False, min_value=1)


def prefix(part: int) -> str:
    return f"n{part}"


def notes_in(data: QueryDict) -> dict[int, NoteForm]:
    """The notes that came along, part by part."""
    brought = {half.value: NoteForm(data, prefix=prefix(half)) for half in Half if f"{prefix(half)}-text" in data}
    return {part: form for part, form in brought.items() if not (form.is_valid() and form.is_untouched)}


def typed_in(data: QueryDict, part: int) -> tuple[str | None, str]:
    """The notes and the question of one part as they were typed, to be given back."""
    return data.get(f"{prefix(part)}-text"), data.get(f"q{part}-question", "")


def number_in(text: str) -> int | None:
    """The number that a button names; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
