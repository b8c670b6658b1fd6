"""What people type to open an account, and organisers about members."""

from typing import Any, cast

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from wagtail.users.forms import UserForm

from hub.community.actions.leaving import WRONG_SUCCESSOR
from hub.community.actions.members import save_member
from hub.community.models import Member, email_key
from hub.community.organisers import ORGANISERS
from hub.core.forms import AddressField, AddressInput, LineField
from hub.core.validators import no_html
from hub.core.widgets import Select


class MemberForm(UserForm):
    """A member, without password nor administrator's rights: those are given by `manage.py` only.

    `by` is the organiser. Whoever is not an administrator gives and takes the role of organiser, no other.
    """

    is_superuser = None
    email = AddressField(label="Adresse électronique", help_text="Le code de connexion y est envoyé.")
    first_name = forms.CharField(label="Prénom", max_length=150)
    last_name = forms.CharField(label="Nom", max_length=150)

    class Meta:
        model = Member
        fields = ["email", "first_name", "last_name", "authority", "groups"]
        labels = {"groups": "Rôle"}
        help_texts = {"groups": "« Organisation » ouvre l’administration. Sans rôle, la personne est simple membre."}
        widgets = {"groups": forms.CheckboxSelectMultiple, "authority": Select}

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["groups"].queryset = self._groups_to_give()

    def _groups_to_give(self) -> QuerySet[Group]:
        return Group.objects.all() if self.by.is_superuser else Group.objects.filter(name=ORGANISERS)

    def clean_email(self) -> str:
        """The address is free, however it is written and whoever confirmed it."""
        email = self.cleaned_data["email"]
        others = Member.objects.exclude(pk=self.instance.pk).filter(email_key=email_key(email))
        confirmed = EmailAddress.objects.exclude(user=self.instance.pk).filter(email__iexact=email, verified=True)
        if others.exists() or confirmed.exists():
            raise ValidationError("Un membre a déjà cette adresse.")
        return email

    def clean_groups(self) -> list[Group]:
        """The chosen roles, and those that the organiser may not take away."""
        kept = self.instance.groups.difference(self.fields["groups"].queryset) if self.instance.pk else []
        return [*self.cleaned_data["groups"], *kept]

    def save(self, commit: bool = True) -> Member:
        member = super().save(commit=False)
        if commit:
            with transaction.atomic():
                save_member(member, by=self.by)
                self.save_m2m()
        return member


class MemberEditForm(MemberForm):
    """The same for someone who has an account, which may be closed, except one's own."""

    class Meta(MemberForm.Meta):
        fields = [*MemberForm.Meta.fields, "is_active"]
        labels = {**MemberForm.Meta.labels, "is_active": "Compte ouvert"}
        help_texts = {**MemberForm.Meta.help_texts, "is_active": "Décochez pour fermer le compte sans l’effacer."}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]


#: Version of the text people agree to when they open an account; it is stored with the proof of consent.
CONSENT_VERSION = "2026-11"
ADDRESS_ERRORS = {"required": "Écrivez votre adresse électronique."}


class OpenAccountForm(forms.Form):
    """Who asks for an account. Every message is a whole sentence: the summary of errors shows it alone."""

    first_name = LineField(
        label="Prénom",
        max_length=150,
        validators=[no_html],
        error_messages={"required": "Écrivez votre prénom.", "max_length": "Prénom : 150 signes au plus."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = LineField(
        label="Nom",
        max_length=150,
        validators=[no_html],
        error_messages={"required": "Écrivez votre nom.", "max_length": "Nom : 150 signes au plus."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = AddressField(
        label="Adresse électronique",
        error_messages=ADDRESS_ERRORS,
        help_text="Nous y envoyons un lien qui ouvre le compte, puis un code à chaque connexion.",
        widget=AddressInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label="J’accepte que mon nom et mon adresse soient gardés pour tenir ce compte, jusqu’à ce que je le ferme.",
        error_messages={"required": "Sans votre accord, nous ne pouvons pas garder votre nom ni votre adresse."},
    )


class GiveBackForm(forms.Form):
    """Why the second factor of somebody else is removed: everybody who organises reads it."""

    reason = LineField(
        label="Comment avez-vous vérifié que c’est bien cette personne ?",
        max_length=300,
        help_text="Lu par toutes les personnes qui organisent. Exemple : « Nous nous sommes parlé au téléphone. »",
        error_messages={
            "required": "Dites comment vous avez vérifié que c’est bien cette personne.",
            "max_length": "300 signes au plus.",
        },
    )


class LeaveForm(forms.Form):
    """To whom an organiser who leaves hands over."""

    to = forms.ModelChoiceField(
        Member.objects.none(),
        label="À qui passez-vous la main ?",
        empty_label="Choisir une personne",
        error_messages={"required": "Choisissez la personne qui prend la suite.", "invalid_choice": WRONG_SUCCESSOR},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["to"])
        field.queryset = Member.objects.organisers().exclude(pk=member.pk).order_by("email")


class InviteForm(forms.Form):
    """The address of someone who shall organise."""

    email = AddressField(label="Adresse électronique", error_messages=ADDRESS_ERRORS)
