"""`manage.py load_starter`: the content a new site starts with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hub.core.errors import ActionError
from hub.home.site_tree.data import Created
from hub.home.starter import load_starter
from hub.home.starter.demo import load_demo

#: The founding text names days and months, no year.
DEFAULT_YEAR = "2027"


class Command(BaseCommand):
    help = "Charge le contenu de départ. Ce qui existe déjà n’est jamais modifié : on peut relancer sans risque."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--year",
            default=DEFAULT_YEAR,
            metavar="ANNÉE",
            help=f"année du premier cycle d’ateliers, que le texte fondateur ne dit pas (par défaut {DEFAULT_YEAR})",
        )
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="laisse les assemblées, les études de cas et les ateliers en brouillon",
        )

        parser.add_argument(
            "--demo",
            action="store_true",
            help="ajoute trois ateliers inventés et des personnes d’exemple ; refusé sur un vrai site",
        )

    def handle(self, *args: Any, year: str, drafts: bool, demo: bool, **options: Any) -> None:
        if not str(year).isdecimal():
            raise CommandError(f"« {year} » n’est pas une année.")
        try:
            with transaction.atomic():
                created = load_starter(year=int(year), drafts=drafts)
                shown = load_demo() if demo else None
        except ActionError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(summary(created))
        if shown is not None:
            self.stdout.write(summary(shown, "contenu de démonstration"))


def summary(created: Created, what: str = "contenu de départ") -> str:
    """What was created, in one French sentence."""
    if not created:
        return f"Le {what} est déjà là : rien n’a été modifié."
    counts = []
    for model, count in created.items():
        noun = model._meta.verbose_name_plural if count > 1 else model._meta.verbose_name
        counts.append(f"{count} {noun}")
    return f"{what.capitalize()} chargé : {', '.join(counts)}."
