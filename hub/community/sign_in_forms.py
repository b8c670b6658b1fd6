"""allauth's forms without the words inside their boxes: the label says them, and does not vanish when one types."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

from hub.core.forms import AddressField, AddressInput


class _LabelsOnly:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # mixed into forms
            field.widget.attrs.pop("placeholder", None)


class AskForCode(_LabelsOnly, RequestLoginCodeForm):
    """The address is read as everywhere else."""

    email = AddressField(
        label="Adresse électronique",
        error_messages={"required": "Écrivez votre adresse électronique."},
        widget=AddressInput(attrs={"autocomplete": "email"}),
    )


class GiveCode(_LabelsOnly, ConfirmLoginCodeForm):
    pass


class GiveSecondFactor(_LabelsOnly, AuthenticateForm):
    pass


class GiveSecondFactorAgain(_LabelsOnly, ReauthenticateForm):
    pass


class AddApplication(_LabelsOnly, ActivateTOTPForm):
    pass
