"""What an account knows about a person."""

from collections.abc import Iterable
from functools import partial
from itertools import chain
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from hub.community.actions.security import record_event
from hub.community.actions.sessions import drop_sessions
from hub.community.enums import SecurityKind
from hub.community.models import Invitation, Member, SecurityEvent
from hub.core.registries import Erasure, Person, PersonalData

ERASED = "Compte effacé"
REMAINS = (
    "Ce que vous avez modifié en tant qu’organisatrice ou organisateur reste dans l’historique des pages, sans votre "
    "nom. De même, ce qu’une autre personne a écrit de vous dans le texte d’une page : demandez-nous de l’enlever."
)
#: Of every erasure, whatever is erased; pages that erase say it after what the registry says.
ERASURE_REMAINS = (
    "L’effacement est noté : sa date, et une empreinte de ce qui est effacé (adresse, compte, proposition). Elle ne "
    "permet pas de le retrouver. Elle est gardée sans limite, pour effacer de nouveau si une ancienne sauvegarde est "
    "rétablie.",
    "Les sauvegardes faites avant l’effacement contiennent encore ce qui est effacé, jusqu’à leur destruction. Si "
    "l’une d’elles est rétablie, tout est effacé de nouveau avant que le site rouvre.",
)


def export(person: Person) -> list[dict[str, Any]]:
    member = person.member
    if member is None:
        return []
    factors = Authenticator.objects.filter(user=member).order_by("pk")
    return [
        {
            "adresse_electronique": member.email,
            "prenom": member.first_name,
            "nom": member.last_name,
            "collectivite": member.authority.name if member.authority else "",
            "roles": [group.name for group in member.groups.all()],
            "compte_ouvert_le": member.date_joined,
            "derniere_connexion": member.last_login,
            "autres_adresses": list(
                EmailAddress.objects.filter(user=member, primary=False).values_list("email", flat=True)
            ),
            "seconds_facteurs": [factor.get_type_display() for factor in factors],
        }
    ]


def erase(person: Person, erasure: Erasure) -> None:
    """Everything but the row itself, which the caller deletes last: sessions, addresses, second factors, journals."""
    member: Member | None = person.member
    drop_sessions(person.email, member)
    if member is None:
        return
    record_event(SecurityKind.ERASED, None)
    _forget_picture(member)
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    # Wagtail's journals have no constraint on the author: nothing else would let go of them.
    PageLogEntry.objects.filter(user=member).update(user=None)
    ModelLogEntry.objects.filter(user=member).update(user=None)
    kind = ContentType.objects.get_for_model(Member)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(member.pk)).update(label=ERASED, data={})


def _forget_picture(member: Member) -> None:
    """The picture that Wagtail lets organisers choose: its row goes with the account, its file would stay."""
    profile = UserProfile.objects.filter(user=member).exclude(avatar="").first()
    if profile is not None:
        transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name))


def export_invitations(person: Person) -> list[dict[str, Any]]:
    """Links sent to the address; those that opened the account keep no address of their own."""
    return [
        {"envoyee_le": sent.created_at, "role": sent.get_role_display(), "valable_jusqu_au": sent.expires_at}
        for sent in Invitation.objects.to_address(person.email)
    ]


def erase_invitations(person: Person, erasure: Erasure) -> None:
    Invitation.objects.to_address(person.email).filter(created_at__lte=erasure.until).delete()


def export_security(person: Person) -> list[dict[str, Any]]:
    if person.member is None:
        return []
    return [
        {"date": event.at, "quoi": event.get_kind_display(), "reseau": event.network, "precision": event.detail}
        for event in SecurityEvent.objects.filter(member=person.member)
    ]


def erase_security(person: Person, erasure: Erasure) -> None:
    """The lines stay for whoever must find out what went wrong; nothing says any more whose they are."""
    if person.member is not None:
        SecurityEvent.objects.filter(member=person.member).update(member=None, network="")


def _account_addresses() -> Iterable[str]:
    return chain(Member.objects.values_list("email", flat=True), EmailAddress.objects.values_list("email", flat=True))


PERSONAL_DATA = (
    PersonalData("compte", "Votre compte", export, erase, REMAINS, addresses=_account_addresses),
    PersonalData(
        "invitations",
        "Les liens d’ouverture de compte envoyés à votre adresse",
        export_invitations,
        erase_invitations,
        addresses=lambda: Invitation.objects.values_list("email", flat=True),
    ),
    PersonalData(
        "securite",
        "Le journal de sécurité de votre compte",
        export_security,
        erase_security,
        "Le journal de sécurité garde douze mois la date et la sorte des événements, sans votre nom ni votre réseau. "
        "Des compteurs d’essais restent deux jours au plus, sous forme d’empreintes, contre les abus.",
    ),
)
