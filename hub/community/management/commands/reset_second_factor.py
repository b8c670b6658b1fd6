"""`manage.py reset_second_factor ADDRESS`: for whoever has lost telephone, key and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.community.actions.members import find_member
from hub.community.actions.sessions import reset_second_factor


class Command(BaseCommand):
    help = (
        "Retire le second facteur d’un compte et ferme ses sessions. Assurez-vous d’abord de l’identité de la personne."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADRESSE")

    def handle(self, *args: Any, **options: Any) -> None:
        member = find_member(options["email"])
        if member is None:
            raise CommandError(f"Aucun compte n’a l’adresse « {options['email']} ».")
        count = reset_second_factor(member)
        done = "Aucun second facteur n’était en place" if count == 0 else "Le second facteur est retiré"
        self.stdout.write(
            f"{member.email} : {done} ; les sessions sont fermées. La personne se connecte et en choisit un."
        )
