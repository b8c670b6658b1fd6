"""What organisers choose and type about proposals: the board, each decision, notes, messages."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from casestudies.evidence.assembly import AssemblyPage
from casestudies.proposals.enums import ProposalState
from glossary.models import Theme
from hub.community.models import Authority
from hub.core.enums import Half
from hub.core.forms import QueryForm, TextQueryField
from hub.core.validators import clean_text
from hub.core.widgets import Select
from workshops.models import WorkshopPage

#: Proposals handled at once from the board.
MAX_CHOSEN = 200
#: What the form offers as date of a complement.
COMPLETE_WITHIN = timedelta(days=21)
AGES = [("7", "plus de 7 jours"), ("30", "plus de 30 jours"), ("90", "plus de 90 jours")]
STATES = [(state.value, state.label) for state in ProposalState if state != ProposalState.DRAFT]
#: Longer numbers may not fit in the database.
MAX_DIGITS = 18


class BoardForm(QueryForm):
    """The query string of the board: what is shown, and what was just marked as spam and may be taken back."""

    q = TextQueryField(label="Chercher", widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="État", choices=[("", "Tous"), *STATES], required=False)
    theme = forms.ModelChoiceField(
        Theme.objects.all(), label="Thème", to_field_name="slug", required=False, empty_label="Tous"
    )
    age = forms.ChoiceField(label="Dans cet état depuis", choices=[("", "Peu importe"), *AGES], required=False)
    new = forms.BooleanField(label="Seulement ce qui est nouveau", required=False)
    undo = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Without what is not ticked."""
        return {name: value for name, value in super().values().items() if value is not False}

    def clean_undo(self) -> list[int]:
        """Keys, in the order given; whatever is not one is left out."""
        words = self.cleaned_data["undo"].split(",")[:MAX_CHOSEN]
        keys = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= MAX_DIGITS]
        return [key for key in keys if key]


class ChosenField(forms.MultipleChoiceField):
    """Proposals with the version that was on the screen, as `key:version`; gives a dict."""

    def validate(self, value: list[str]) -> None:
        """Everything is checked while it is read."""

    def clean(self, value: Any) -> dict[int, int]:
        words = [str(word) for word in value or []]
        if not words or len(words) > MAX_CHOSEN:
            raise ValidationError(f"Cochez au moins une proposition, et {MAX_CHOSEN} au plus.")
        return dict(self._pair(word) for word in words)

    def _pair(self, word: str) -> tuple[int, int]:
        key, _, version = word.partition(":")
        numbers = [part for part in (key, version) if part.isascii() and part.isdigit() and len(part) <= MAX_DIGITS]
        if len(numbers) < 2:
            raise ValidationError("Ce choix n’est pas compris. Rechargez la page.")
        return int(key), int(version)


class InstantField(forms.CharField):
    """The instant at which the screen was made; a wrong one means now."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime:
        try:
            instant = parse_datetime(str(value or ""))
        except ValueError:
            instant = None
        return instant if instant is not None and timezone.is_aware(instant) else timezone.now()


class SeveralForm(forms.Form):
    """What is done to several proposals from the board."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("spam", "unspam", "seen")])
    chosen = ChosenField()
    seen = InstantField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(_one_as_several(data))


def _one_as_several(data: QueryDict) -> QueryDict:
    """The button of one card marks that one as spam, whatever else is ticked."""
    if not data.get("one"):
        return data
    data = data.copy()
    data["do"] = "spam"
    data.setlist("chosen", [str(data["one"])])
    return data


class PlainTextField(forms.CharField):
    """Several lines without control characters. No `maxlength`: browsers would cut what is pasted without a word."""

    def __init__(self, *, rows: int = 3, max_length: int = 4000, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **kwargs)
        self.error_messages["max_length"] = f"Ce texte est trop long : {max_length} signes au plus. Rien n’est perdu."

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class ScreenForm(forms.Form):
    """What every form about one proposal carries: the version and the instant that were on the screen."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    seen = InstantField(required=False)


class TaskForm(ScreenForm):
    """Which form of the screen was sent."""

    do = forms.ChoiceField(
        choices=[(name, name) for name in ("decide", "message", "note", "match", "ask", "seen", "spam", "unspam")]
    )
    state = forms.ChoiceField(choices=STATES, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("do") == "decide" and not data.get("state"):
            raise ValidationError("Choisissez une décision.")
        return data


class MoveForm(ScreenForm):
    """A decision that needs nothing else. `reason` is read by the author, `note` by organisers only."""

    reason = PlainTextField(label="Un mot pour la personne", required=False, help_text="Facultatif. Joint au message.")
    note = PlainTextField(
        label="Note entre vous", required=False, rows=2, max_length=2000, help_text="Facultative. Jamais envoyée."
    )

    def values(self) -> dict[str, Any]:
        """The arguments of `move_proposal`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "seen"}}


class DeclineForm(MoveForm):
    reason = PlainTextField(
        label="Pourquoi ?",
        help_text="La personne le lira.",
        error_messages={"required": "Écrivez la raison : la personne la lira."},
    )


def default_due_date() -> date:
    return timezone.localdate() + COMPLETE_WITHIN


class CompleteForm(MoveForm):
    reason = PlainTextField(
        label="Que faut-il compléter ?",
        help_text="La personne le lira.",
        error_messages={"required": "Écrivez ce qu’il faut compléter : la personne le lira."},
    )
    due_on = forms.DateField(
        label="Avant le",
        required=False,
        initial=default_due_date,
        help_text="Facultatif. Un rappel part trois jours avant.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’existe pas. Exemple : 31/01/2027."},
    )
    field_order = ["reason", "due_on", "note"]

    def clean_due_on(self) -> date | None:
        due_on = self.cleaned_data["due_on"]
        if due_on is not None and not timezone.localdate() < due_on < timezone.localdate() + timedelta(days=366):
            raise ValidationError("Choisissez une date à venir, dans l’année.")
        return due_on


class WorkshopField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.when.french()})"


class ScheduleForm(MoveForm):
    workshop = WorkshopField(
        WorkshopPage.objects.none(),
        label="Atelier",
        empty_label="Choisissez",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez un atelier à venir."),
    )
    part = forms.TypedChoiceField(
        label="Partie",
        choices=Half.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez l’une des deux parties."),
    )
    field_order = ["workshop", "part", "reason", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["workshop"]
        field.queryset = WorkshopPage.objects.still_open().to_come(timezone.localdate()).in_order()


class MessageForm(ScreenForm):
    """A message to the author."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = PlainTextField(
        label="Votre message",
        help_text="La personne le reçoit par courriel et peut y répondre.",
        error_messages={"required": "Écrivez votre message."},
    )


class NoteForm(ScreenForm):
    """A note between organisers."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = PlainTextField(
        label="Votre note",
        help_text="Lue par l’équipe d’organisation seulement.",
        error_messages={"required": "Écrivez votre note."},
    )


class AssemblyField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class MatchForm(ScreenForm):
    """The known authority and assembly that a proposal is about."""

    authority = forms.ModelChoiceField(
        Authority.objects.all(),
        label="Collectivité",
        required=False,
        empty_label="Aucune pour l’instant",
        widget=Select,
        error_messages={"invalid_choice": "Cette collectivité n’existe pas ou plus."},
    )
    assembly = AssemblyField(
        AssemblyPage.objects.order_by("title__french", "pk"),
        label="Assemblée",
        required=False,
        empty_label="Aucune pour l’instant",
        error_messages={"invalid_choice": "Cette assemblée n’existe pas ou plus."},
    )


DECISION_FORMS: dict[str, type[MoveForm]] = {
    ProposalState.TO_COMPLETE: CompleteForm,
    ProposalState.DECLINED: DeclineForm,
    ProposalState.SCHEDULED: ScheduleForm,
}


def decision_form(state: str) -> type[MoveForm]:
    """The form of the decision that leads to `state`, with only what it needs."""
    return DECISION_FORMS.get(state, MoveForm)
