"""Which migrations the code knows, and which ones the database has gone through."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def known_migrations() -> set[str]:
    """Those of the installed code, as `app.name`, with those that a squashed one replaces."""
    loader = MigrationLoader(None)
    disk = loader.disk_migrations
    replaced = {pair for migration in disk.values() for pair in migration.replaces}
    return {f"{app}.{name}" for app, name in {*disk, *replaced}}


def current_migrations() -> set[str]:
    """Those that a database of this version has gone through."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes}


def applied_migrations(using: str = "default") -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationRecorder(connections[using]).applied_migrations()}


def missing_migrations(using: str = "default") -> list[str]:
    """Those that `migrate` would run now."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
