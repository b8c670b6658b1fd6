"""What `make run` does with Django before it serves: schema, first content, demonstration accounts, static files.

Run by start.py in the virtual environment. One process for all, because loading Django takes longer than the rest.
"""

import hashlib
import io
import sys
import traceback
from pathlib import Path

import schema
from start import LOG, ROOT, VAR, step

STARTER_STAMP = VAR / "starter.done"
STATIC_STAMP = VAR / "static.stamp"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    doing = "le chargement de Django"
    try:
        import django

        django.setup()
        for doing, action in STEPS.items():  # noqa: B007 -- read when the action fails
            action()
    except KeyboardInterrupt:
        return 130
    except BaseException as error:  # noqa: BLE001 -- whatever happens, one sentence and the detail in the log
        log = LOG.with_name("preparation.log")
        log.write_text(traceback.format_exc())
        # Our commands explain themselves in a CommandError.
        reason = error if type(error).__name__ == "CommandError" else type(error).__name__
        sys.stderr.write(f"\nErreur : {doing} a échoué ({reason}) ; le détail est dans {log}.\n")
        return 1
    return 0


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    is_new = not executor.loader.applied_migrations
    if is_new:
        STARTER_STAMP.unlink(missing_ok=True)
    if plan:
        with step("Création de la base de données" if is_new else "Mise à jour de la base de données"):
            if is_new and connection.vendor == "sqlite":
                schema.load(connection.settings_dict["NAME"])
            call_command("migrate", verbosity=0, interactive=False)


def load_starter() -> None:
    """Once per database: what a person deletes afterwards must not come back."""
    if STARTER_STAMP.exists():
        return
    from django.core.management import call_command

    with step("Contenu de départ"):
        call_command("load_starter", stdout=io.StringIO())
    STARTER_STAMP.touch()


def create_demo() -> None:
    from django.core.management import call_command

    output = io.StringIO()
    call_command("create_demo", stdout=output)
    (VAR / "demo.txt").write_text(output.getvalue())


def collect_static() -> None:
    key = static_key()
    if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == key:
        return
    from django.core.management import call_command

    with step("Feuilles de style et scripts"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    STATIC_STAMP.write_text(key)


def static_key() -> str:
    """Changes when a library or a static file of ours changes."""
    from django.conf import settings

    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    folders = [*map(Path, settings.STATICFILES_DIRS), settings.STYLESHEETS_DIR]
    for folder in [*folders, *ROOT.glob("*/static"), *ROOT.glob("hub/*/static")]:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    return digest.hexdigest()


STEPS = {
    "la préparation de la base de données": migrate,
    "le chargement du contenu de départ": load_starter,
    "la création des comptes de démonstration": create_demo,
    "la préparation des fichiers statiques": collect_static,
}

if __name__ == "__main__":
    sys.exit(main())
