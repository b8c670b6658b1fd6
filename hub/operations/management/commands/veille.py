"""`manage.py veille`: run every five minutes by a timer of its own; writes to the organisers when something stops."""

from smtplib import SMTPException
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hub.operations.actions.watching import watch


class Command(BaseCommand):
    help = "Écrit à l’équipe quand quelque chose s’arrête, et quand c’est réparé."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = watch(timezone.now())
        except (SMTPException, OSError) as error:
            raise CommandError(
                f"L’équipe n’a pas pu être prévenue, elle le sera à la prochaine veille : {error}"
            ) from error
        for sentence in told:
            self.stdout.write(sentence)
