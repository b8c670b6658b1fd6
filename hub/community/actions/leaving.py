"""An organiser leaves: what they were in charge of goes to somebody else, and everybody who organises is told."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, PageSubscription

from hub.community.actions.erasing import is_last_organiser
from hub.community.mails import left_letter
from hub.community.models import Invitation, Member
from hub.community.organisers import ORGANISERS
from hub.core.errors import ActionError, NotAllowed
from hub.mail.actions import queue_mail

LAST = (
    "Vous êtes la seule personne qui organise ce site : invitez d’abord quelqu’un, attendez que cette personne soit "
    "entrée, puis revenez."
)
ADMINISTERS = "Votre compte administre le site : demandez à une autre personne qui l’administre de changer votre rôle."
WRONG_SUCCESSOR = "Choisissez une autre personne qui organise, dont le compte est ouvert."


def refuse_to_leave(member: Member) -> None:
    """Raises NotAllowed for whoever has no role to give up, ActionError for the last organiser."""
    if member.is_superuser:
        raise NotAllowed(ADMINISTERS)
    if not member.groups.filter(name=ORGANISERS).exists():
        raise NotAllowed("Vous n’avez pas le rôle « Organisation ».")
    if is_last_organiser(member):
        raise ActionError(LAST)


def leave_team(member: Member, *, to: Member) -> None:
    """Give up the role «Organisation»: `member` stays a member, `to` takes charge. Sessions end with the role.

    Pages begun or locked by `member`, what they followed in comments and the invitations that still wait go to `to`.
    What has happened keeps its author. Raises as `refuse_to_leave` does, and ActionError for a wrong successor.
    """
    with transaction.atomic():
        # Locked in one order: two who leave at once can't both be told that the other stays.
        others = list(Member.objects.organisers().order_by("pk").select_for_update())
        refuse_to_leave(member)
        if to.pk == member.pk or to not in others:
            raise ActionError(WRONG_SUCCESSOR)
        _hand_over(member, to)
        member.groups.remove(Group.objects.get(name=ORGANISERS))
        told = left_letter(str(member), str(to))
        time = Member.objects.values_list("session_generation", flat=True).get(pk=member.pk)
        for person in {*others, member}:
            queue_mail(told, to=person.email, dedup_key=f"organiser-left-{member.pk}-{time}-{person.pk}")


def _hand_over(member: Member, to: Member) -> None:
    Page.objects.filter(owner=member).update(owner=to)
    Page.objects.filter(locked_by=member).update(locked_by=to)
    Invitation.objects.pending().filter(invited_by=member).update(invited_by=to)
    known = PageSubscription.objects.filter(user=to).values("page")
    PageSubscription.objects.filter(user=member).exclude(page__in=known).update(user=to)
    PageSubscription.objects.filter(user=member).delete()
