"""Read everything that is published into the index of the search."""

from typing import Any

from django.core.management.base import BaseCommand

from hub.search.actions.indexing import read_everything


class Command(BaseCommand):
    """`manage.py index_search`: what has not changed is left alone. `tick` does the same once a day."""

    help = "Relit tout ce qui est publié pour la recherche."

    def handle(self, *args: Any, **options: Any) -> None:
        written = read_everything(self._show)
        self.stdout.write(f"\nRecherche à jour : {written} entrées récrites.")

    def _show(self, done: int, total: int) -> None:
        self.stdout.write(f"\r{done} / {total}", ending="")
        self.stdout.flush()
