"""`manage.py tick`: one pass of timed work, run every minute by a timer; `--loop` runs until it is told to stop."""

import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.mail.ticking import loop, tick


class Command(BaseCommand):
    help = "Envoie le courrier, publie ce qui est programmé, exécute les tâches et les purges dues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="recommencer jusqu’à l’arrêt (SIGTERM ou Ctrl+C)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"]:
            stop = threading.Event()
            for ending in (signal.SIGTERM, signal.SIGINT):
                signal.signal(ending, lambda *_: stop.set())
            loop(stop, self._say)
            return
        report = tick(timezone.now())
        self._say(report.line())
        if report.failures:
            sys.exit(1)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
