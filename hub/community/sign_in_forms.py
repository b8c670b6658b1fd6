"""allauth's forms without the words inside their boxes: the label says them, and does not vanish when one types."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

from hub.core.forms import AddressField, AddressInput


class _LabelsOnly:
    """`labels` says again what allauth calls a field."""

    labels: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # mixed into forms
            field.widget.attrs.pop("placeholder", None)
        for name, label in self.labels.items():
            self.fields[name].label = label  # type: ignore[attr-defined]  # mixed into forms


class AskForCode(_LabelsOnly, RequestLoginCodeForm):
    """The address is read as everywhere else."""

    email = AddressField(
        label="Adresse électronique",
        error_messages={"required": "Écrivez votre adresse électronique."},
        widget=AddressInput(attrs={"autocomplete": "email"}),
    )


class GiveCode(_LabelsOnly, ConfirmLoginCodeForm):
    labels = {"code": "Code reçu"}


class GiveSecondFactor(_LabelsOnly, AuthenticateForm):
    pass


class GiveSecondFactorAgain(_LabelsOnly, ReauthenticateForm):
    pass


class AddApplication(_LabelsOnly, ActivateTOTPForm):
    labels = {"code": "Code affiché par l’application"}


class AddKey(_LabelsOnly, AddWebAuthnForm):
    labels = {"name": "Nom de la clé"}


class RenameKey(_LabelsOnly, EditWebAuthnForm):
    labels = {"name": "Nom de la clé"}
