"""The screens of settings: what each asks, and the values it gives. None saves: `actions` do."""

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.images import get_image_dimensions
from django.core.files.uploadedfile import UploadedFile

from hub.core.enums import HomeSection
from hub.core.forms import AddressField, LineField, TextField
from hub.core.incoming import POINTS, Accepted, clean_upload
from hub.core.models import SiteIdentity
from hub.core.validators import no_html

#: Wider than any screen shows it, even a sharp one.
LOGO_SIDE = 640
LOGO_BYTES = 1024 * 1024
LOGO = Accepted(frozenset({".jpeg", ".jpg", ".png", ".webp"}), f"PNG, JPEG, WebP, {POINTS}", longest=LOGO_SIDE)
TOO_HEAVY = "Ce logo n’est pas gardé : il pèse plus de 1 Mo. Réduisez-le, puis choisissez-le de nouveau."
SEVERAL_LINES = "{} tient sur une seule ligne. Effacez le retour à la ligne, et ce qui le suit."


def _has_lines(value: Any) -> bool:
    return len(str(value or "").strip().splitlines()) > 1


class OneAddress(AddressField):
    """An address that will stand in headers."""

    def to_python(self, value: Any) -> str:
        if _has_lines(value):
            raise ValidationError(SEVERAL_LINES.format("L’adresse"))
        return super().to_python(value)


class OneName(LineField):
    """A name that will stand in headers."""

    default_validators = [no_html]

    def to_python(self, value: Any) -> str:
        if _has_lines(value):
            raise ValidationError(SEVERAL_LINES.format("Le nom"))
        return super().to_python(value)


class ScreenForm(forms.ModelForm):
    """Some of the settings. The row given is never changed: another request may be reading it."""

    def __init__(self, data: Any = None, files: Any = None, *, instance: SiteIdentity) -> None:
        super().__init__(data, files, instance=copy(instance))

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._meta.fields or [])

    def values(self) -> dict[str, Any]:
        return {name: getattr(self.instance, name) for name in self.names()}


class WordsForm(ScreenForm):
    class Meta:
        model = SiteIdentity
        fields = [
            "name",
            "organisation",
            "description",
            "question_practice",
            "practice_hint",
            "question_outcome",
            "outcome_hint",
            "accessibility_state",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


class MailForm(ScreenForm):
    contact_email = OneAddress(
        label="Adresse de contact",
        max_length=254,
        error_messages={"required": "Écrivez l’adresse de contact : elle est sur toutes les pages qui refusent."},
        help_text="Affichée sur le site, et prévenue quand quelque chose attend une décision. Une adresse de fonction.",
    )
    sender_name = OneName(
        label="Nom de l’expéditeur", required=False, max_length=60, help_text="Sans nom ici, c’est celui du site."
    )
    reply_to = OneAddress(
        label="Adresse de réponse",
        required=False,
        max_length=254,
        help_text="Où vont les réponses aux courriels du site. Sans adresse ici, c’est l’adresse de contact.",
    )
    signature = TextField(
        label="Signature",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ajoutée à la fin de chaque courriel du site, codes de connexion compris.",
    )

    class Meta:
        model = SiteIdentity
        fields = ["contact_email", "sender_name", "reply_to", "signature"]

    def __init__(self, data: Any = None, files: Any = None, *, instance: SiteIdentity) -> None:
        super().__init__(data, files, instance=instance)
        self.initial["contact_email"] = instance.contact


class LookForm(ScreenForm):
    """The logo and the colours."""

    logo_file = forms.FileField(
        label="Nouveau logo",
        required=False,
        help_text="PNG, JPEG ou WebP, 1 Mo au plus. Il remplace le demi-cercle, à gauche du nom du site.",
    )
    remove_logo = forms.BooleanField(label="Retirer le logo", required=False)

    class Meta:
        model = SiteIdentity
        fields = ["logo_alternative", "palette"]
        widgets = {"palette": forms.RadioSelect}
        help_texts = {
            "logo_alternative": "Ce que dit le logo, pour qui ne le voit pas. Vide s’il ne dit rien de plus que le nom "
            "du site, écrit à côté."
        }

    @classmethod
    def names(cls) -> list[str]:
        return ["logo", "logo_width", "logo_height", *super().names()]

    def clean_logo_file(self) -> UploadedFile | None:
        upload = self.cleaned_data["logo_file"]
        if not upload:
            return None
        if upload.size > LOGO_BYTES:
            raise ValidationError(TOO_HEAVY)
        clean_upload(upload, LOGO)
        return upload

    def values(self) -> dict[str, Any]:
        upload = self.cleaned_data.get("logo_file")
        if not upload and not self.cleaned_data.get("remove_logo"):
            return {**super().values(), "logo": self.instance.logo.name or ""}
        width, height = get_image_dimensions(upload) if upload else (0, 0)
        return {**super().values(), "logo": upload or "", "logo_width": width, "logo_height": height}


class HomeForm(ScreenForm):
    shown = forms.MultipleChoiceField(
        label="Parties affichées",
        choices=HomeSection.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Le titre et l’introduction restent toujours : ils se changent dans la page d’accueil.",
    )

    class Meta:
        model = SiteIdentity
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Any = None, files: Any = None, *, instance: SiteIdentity) -> None:
        super().__init__(data, files, instance=instance)
        self.initial["shown"] = [name for name in HomeSection.values if name in instance.home_sections]

    @classmethod
    def names(cls) -> list[str]:
        return ["hidden_sections"]

    def values(self) -> dict[str, Any]:
        shown = self.cleaned_data.get("shown", [])
        return {"hidden_sections": [name for name in HomeSection.values if name not in shown]}


class SeenForm(forms.Form):
    """The fingerprint of what was shown, whatever comes back."""

    seen = LineField(required=False)

    @classmethod
    def read(cls, data: Any) -> str:
        form = cls(data)
        form.is_valid()
        return str(form.cleaned_data.get("seen", ""))


class TrialForm(forms.Form):
    """Where a trial goes."""

    to = OneAddress(label="Adresse qui reçoit l’essai", max_length=254)
