"""`manage.py create_organiser ADDRESS`: the first organiser of a new site, or one more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hub.community.actions.members import ensure_email_address
from hub.community.models import Member, email_key
from hub.community.organisers import grant_organiser_rights
from hub.core.email_addresses import address_fault, read_address


class Command(BaseCommand):
    help = "Donne à une adresse le droit d’organiser. La personne entre par un code reçu par courriel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADRESSE")

    def handle(self, *args: Any, **options: Any) -> None:
        email = read_address(options["email"])
        fault = address_fault(email)
        if fault:
            raise CommandError(f"« {email} » : {fault}")
        with transaction.atomic():
            member = Member.objects.filter(email_key=email_key(email)).first() or Member.objects.create_user(email)
            ensure_email_address(member)
            member.groups.add(grant_organiser_rights())
        self.stdout.write(f"{member.email} organise. Pour entrer : la page /connexion/, puis le second facteur.")
