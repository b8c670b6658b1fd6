"""The steps of a proposal. Nothing is required here: a draft keeps what is typed, `completeness` says what it lacks.

A field in error is one that can't be stored at all; the others of the same page are kept.
"""

import re
import uuid
from typing import Any, ClassVar, cast

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import QueryDict

from casestudies.evidence.assembly import AssemblyPage
from casestudies.proposals.completeness import MAX_KEPT, missing_in
from casestudies.proposals.consent_texts import CONSENT_VERSION, consent_text
from casestudies.proposals.enums import ShownAs
from casestudies.proposals.models import Proposal
from casestudies.proposals.uploads import KINDS, MAX_FILES
from glossary.models import Theme
from hub.community.models import Authority
from hub.core.email_addresses import read_address
from hub.core.forms import AddressInput, BaitForm, LineField, TextField, is_doubtful
from hub.core.incoming import POINTS
from hub.core.validators import too_long
from workshops.models import WorkshopPage

INTENTS = [("testify", "Porter un témoignage"), ("take_part", "Participer à ce cycle d’échanges")]
GONE = "Une des questions cochées n’existe pas ou plus. Cochez de nouveau celles qui vous intéressent."
NO_WORKSHOP = "L’atelier choisi n’est plus proposé. Choisissez-en un autre, ou laissez « Peu importe »."
#: A person needs longer than this to fill the first step.
MIN_SECONDS = 3
#: Values of the buttons «enregistrer»: by the script; without leaving the page (files).
AUTOMATIC, HERE = "auto", "ici"


def is_automatic(data: QueryDict) -> bool:
    """Whether a form was sent by the script, which shows a sentence and no page."""
    return data.get("enregistrer") == AUTOMATIC


class FormKey(TimestampSigner):
    """The key of a new form: made when it is shown, it says when, and what is sent twice is stored once."""

    def __init__(self) -> None:
        super().__init__(salt="casestudies.propose")

    def new(self) -> str:
        return self.sign(str(uuid.uuid4()))

    def read(self, value: str) -> tuple[uuid.UUID | None, bool]:
        """The key, if it is ours, and whether the form was shown long enough for a person."""
        try:
            return uuid.UUID(self.unsign(value, max_age=MIN_SECONDS)), False
        except SignatureExpired:
            return uuid.UUID(self.unsign(value)), True
        except (BadSignature, ValueError):
            return None, False


def line(label: str, limit: int, error: str, help_text: str = "", **attrs: str) -> LineField:
    widget = forms.TextInput(attrs={"class": "input", **attrs})
    messages = {"max_length": too_long(error, limit)}
    return LineField(
        label=label, max_length=limit, required=False, help_text=help_text, widget=widget, error_messages=messages
    )


def answer(label: str, error: str, help_text: str, rows: int) -> TextField:
    widget = forms.Textarea(attrs={"class": "input", "rows": rows})
    messages = {"max_length": too_long(error, MAX_KEPT)}
    return TextField(
        label=label, max_length=MAX_KEPT, required=False, help_text=help_text, widget=widget, error_messages=messages
    )


class DraftAddressField(LineField):
    """An address, read as everywhere; unfinished or wrong, a draft keeps it."""

    def to_python(self, value: Any) -> str:
        return read_address(super().to_python(value))


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if files else []


class WorkshopField(forms.ModelChoiceField):
    """A workshop by its number; what no database could hold is an unknown workshop, not a failure."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not re.fullmatch(r"[0-9]{1,9}", str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class StepForm(forms.Form):
    """One step. `version` is that of the draft on the screen; `enregistrer` is a button, or the automatic saving."""

    number: ClassVar[int]
    title: ClassVar[str]
    #: Fields stored under their own name.
    stored: ClassVar[tuple[str, ...]] = ()

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    enregistrer = forms.CharField(required=False, max_length=10)

    @classmethod
    def of(cls, proposal: Proposal, data: Any = None, files: Any = None) -> "StepForm":
        """The form of `proposal`, or with `data` what was typed in it."""
        return cls(data, files, initial={"version": proposal.version, **cls.initial_of(proposal)})

    @classmethod
    def initial_of(cls, proposal: Proposal) -> dict[str, Any]:
        return {name: getattr(proposal, name) for name in cls.stored}

    def read(self) -> None:
        """Clean; a wrong hidden field is no error of the person: an unreadable version is one that fits nothing."""
        self.full_clean()
        for name in ("version", "enregistrer"):
            if self.errors.pop(name, None):
                self.cleaned_data[name] = None

    @property
    def version_shown(self) -> int:
        return self.cleaned_data.get("version") or 0

    @property
    def is_automatic(self) -> bool:
        return self.cleaned_data.get("enregistrer") == AUTOMATIC

    @property
    def stays_here(self) -> bool:
        return self.cleaned_data.get("enregistrer") == HERE

    @property
    def is_for_later(self) -> bool:
        return bool(self.cleaned_data.get("enregistrer"))

    def values(self, proposal: Proposal | None) -> dict[str, Any]:
        """The values of the draft that can be stored; without `proposal` it is a new one."""
        return {name: self.cleaned_data[name] for name in self.stored if name in self.cleaned_data}

    @property
    def themes_chosen(self) -> list[Theme] | None:
        return None

    def complain(self, proposal: Proposal) -> bool:
        """Add what the step lacks to the errors; True when there is something to correct."""
        for item in missing_in(proposal, self.number):
            if item.field not in self.errors:
                self.add_error(item.field, item.text)
        return bool(self.errors)

    def again(self, version: int) -> "StepForm":
        """What was typed, with its errors, in the form of a draft that is at `version`."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        form = STEPS[self.number](data)
        form.read()
        form.errors.update(self.errors)
        return form


class YouForm(StepForm):
    number, title = 1, "Vous"
    stored = ("organisation", "assembly_name", "name", "role", "email")

    intents = forms.MultipleChoiceField(
        label="Vous souhaitez",
        choices=INTENTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les deux sont possibles.",
        error_messages={"invalid_choice": "Dites ce que vous souhaitez : témoigner, participer, ou les deux."},
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label="Sur quelles questions ?",
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Facultatif.",
        error_messages=dict.fromkeys(["list", "invalid_choice", "invalid_pk_value"], GONE),
    )
    organisation = line(
        "Collectivité ou organisation",
        160,
        "Le nom de la collectivité est trop long",
        "Publique si votre témoignage paraît. Exemple : Ville de Rouen.",
        autocomplete="organization",
        list="authorities",
    )
    assembly_name = line(
        "Nom de l’assemblée, s’il y en a une",
        160,
        "Le nom de l’assemblée est trop long",
        "Facultatif. Une assemblée connue du site, ou une nouvelle.",
        list="assemblies",
    )
    name = line(
        "Votre nom",
        120,
        "Votre nom est trop long",
        "Pour vous répondre. Il ne paraît que si vous le voulez.",
        autocomplete="name",
    )
    role = line(
        "Votre fonction", 120, "Votre fonction est trop longue", "Facultatif.", autocomplete="organization-title"
    )
    email = DraftAddressField(
        label="Adresse électronique",
        max_length=254,
        required=False,
        help_text="Jamais publiée. Elle sert à vous répondre et à reprendre votre saisie.",
        widget=AddressInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={"max_length": too_long("L’adresse électronique est trop longue", 254)},
    )

    @classmethod
    def initial_of(cls, proposal: Proposal) -> dict[str, Any]:
        wishes = [("testify", proposal.wants_to_testify), ("take_part", proposal.wants_to_take_part)]
        return {
            **super().initial_of(proposal),
            "intents": [name for name, wanted in wishes if wanted],
            "themes": [theme.slug for theme in proposal.themes.all()],
        }

    def complain(self, proposal: Proposal) -> bool:
        """And ask once about an address that looks mistyped."""
        super().complain(proposal)
        question = is_doubtful(self["email"].data or "", proposal.email)
        if question and "email" not in self.errors:
            self.add_error("email", question)
        return bool(self.errors)

    @property
    def themes_chosen(self) -> list[Theme] | None:
        chosen = self.cleaned_data.get("themes")
        return None if chosen is None else list(chosen)

    def values(self, proposal: Proposal | None) -> dict[str, Any]:
        """What was typed, matched with what the site knows when a name is exactly that of one thing."""
        values = super().values(proposal)
        if "intents" in self.cleaned_data:
            wishes = self.cleaned_data["intents"]
            values |= {"wants_to_testify": "testify" in wishes, "wants_to_take_part": "take_part" in wishes}
        if _is_new("organisation", values, proposal):
            values["authority"] = only_one(Authority.objects.filter(name=values["organisation"]))
        if _is_new("assembly_name", values, proposal):
            known = AssemblyPage.objects.visible_to_all().filter(title=values["assembly_name"])
            values["assembly"] = only_one(known)
        return values


class NewForm(YouForm, BaitForm):
    """The first step of a draft that does not exist yet, with what the link that led here already says."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    practice = TextField(required=False, max_length=MAX_KEPT, widget=forms.HiddenInput)
    workshop = forms.SlugField(required=False, allow_unicode=True, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.stored_key, self.is_ripe = FormKey().read(data.get("key", "")) if data is not None else (None, False)
        if data is not None and self.stored_key is None:
            self.data = data.copy()
            self.data["key"] = FormKey().new()

    @classmethod
    def empty(cls, **initial: Any) -> "NewForm":
        return cls(initial={"key": FormKey().new(), **initial})

    def read(self) -> None:
        super().read()
        for name in ("key", "website", "practice", "workshop"):
            self.errors.pop(name, None)

    def lacks(self) -> bool:
        """Add what the step lacks to the errors; True when there is something to correct."""
        return self.complain(Proposal(**self.values(None)))

    def prefilled(self) -> dict[str, Any]:
        """What the link that led to the form said, for a draft that begins."""
        slug = self.cleaned_data.get("workshop")
        workshop = WorkshopPage.objects.visible_to_all().still_open().filter(slug=slug).first() if slug else None
        return {"practice": self.cleaned_data.get("practice", ""), "preferred_workshop": workshop}


class PracticeForm(StepForm):
    number, title = 2, "Comment on fait ?"
    stored = ("practice",)
    practice = answer(
        "Comment on fait ?", "La première réponse est trop longue", "Une règle, un montant, une méthode, un échec.", 14
    )


class OutcomeForm(StepForm):
    number, title = 3, "Qu’est-ce que cela produit ?"
    stored = ("outcome",)
    outcome = answer(
        "Qu’est-ce que cela produit ?",
        "La seconde réponse est trop longue",
        "Ce que cela a changé, ou ce que l’on ne sait pas encore.",
        14,
    )


class SourcesForm(StepForm):
    number, title = 4, "Sources"
    stored = ("sources", "shown_as", "preferred_workshop")

    sources = answer(
        "Vos sources",
        "Le champ est trop long",
        "Facultatif. Une adresse, une délibération, un rapport : un par ligne.",
        5,
    )
    preferred_workshop = WorkshopField(
        WorkshopPage.objects.none(),
        label="À quel atelier aimeriez-vous en parler ?",
        required=False,
        empty_label="Peu importe, ou aucun",
        help_text="Facultatif. La date peut encore changer.",
        error_messages={"invalid_choice": NO_WORKSHOP},
    )
    shown_as = forms.ChoiceField(
        label="Si votre témoignage paraît",
        choices=ShownAs.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Vous pourrez changer d’avis à la relecture.",
        error_messages={"invalid_choice": "Choisissez si votre nom paraît ou non."},
    )
    uploads = forms.Field(
        label="Joindre des fichiers",
        required=False,
        help_text=f"Facultatif. {KINDS}. {MAX_FILES} fichiers, 10 Mo chacun. Une image : {POINTS}. "
        "Ils restent entre nous.",
        widget=SeveralFiles(attrs={"class": "input"}),
    )
    retirer = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["preferred_workshop"]
        field.queryset = WorkshopPage.objects.visible_to_all().still_open().in_order()  # type: ignore[attr-defined]  # a field of a choice of rows

    def read(self) -> None:
        super().read()
        if self.errors.pop("retirer", None):
            self.cleaned_data["retirer"] = None

    def values(self, proposal: Proposal | None) -> dict[str, Any]:
        values = super().values(proposal)
        if not values.get("shown_as"):
            values.pop("shown_as", None)
        return values


class SendForm(forms.Form):
    """The last step: everything has been read again, the person agrees and sends."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label=consent_text(CONSENT_VERSION),
        error_messages={"required": "Donnez votre accord : sans lui, nous ne pouvons pas garder votre proposition."},
    )


STEPS: dict[int, type[StepForm]] = {form.number: form for form in (YouForm, PracticeForm, OutcomeForm, SourcesForm)}


def only_one(found: Any) -> Any:
    """The only item of a query; None when there is none, or several with the same name."""
    items = list(found[:2])
    return items[0] if len(items) == 1 else None


def _is_new(name: str, values: dict[str, Any], proposal: Proposal | None) -> bool:
    """Whether a name was typed that is not yet stored: what an organiser matched by hand stays."""
    return name in values and (proposal is None or getattr(proposal, name) != values[name])
