"""`manage.py create_demo`: two accounts to look around with, where mails are read in the browser."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hub.community.actions.members import ensure_email_address
from hub.community.models import Member, email_key
from hub.community.organisers import ORGANISERS, grant_organiser_rights

ORGANISER = "organisation@agoratheque.example"
MEMBER = "membre@agoratheque.example"

HOW_TO_SIGN_IN = f"""\
  Deux comptes de démonstration, sans mot de passe :
    {ORGANISER}  organise : l’espace éditorial lui est ouvert
    {MEMBER}        est membre du groupe
  Pour entrer : {{base}}/connexion/, tapez l’une de ces adresses ; le code est à lire sur {{base}}/courrier/
"""


class Command(BaseCommand):
    help = "Crée deux comptes de démonstration. Les comptes déjà là ne sont pas modifiés."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SHOW_MAILS:
            raise CommandError(
                "Pas de compte de démonstration ici : n’importe qui pourrait s’en servir. "
                "Cette commande est réservée aux sites d’essai, où les courriels se lisent dans le navigateur."
            )
        with transaction.atomic():
            organiser = _account(ORGANISER)
            _account(MEMBER)
            # An existing group keeps the rights that administrators left it.
            organiser.groups.add(Group.objects.filter(name=ORGANISERS).first() or grant_organiser_rights())
        self.stdout.write(HOW_TO_SIGN_IN.format(base=settings.WAGTAILADMIN_BASE_URL.rstrip("/")), ending="")


def _account(email: str) -> Member:
    """The account of `email`, made if need be; codes are sent to verified addresses only."""
    member = Member.objects.filter(email_key=email_key(email)).first() or Member.objects.create_user(email)
    if not EmailAddress.objects.filter(user=member, email=email, verified=True).exists():
        ensure_email_address(member)
    return member
