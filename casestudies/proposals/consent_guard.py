"""The last guard of consent: the database itself refuses a public page that nobody agreed to.

A page is public when `wagtailcore_page.live` is true; the consent stands in other tables (testimonies, provenances),
which no CHECK can read: hence triggers. They refuse to publish a page without consent, and to take the consent away
from a page that is public. People never meet them: the editor and the actions say so first, in French.

Triggers are taken off before `migrate` and put back after it: SQLite rebuilds a table to alter it, which would lose
the triggers of that table and break those that read it.
"""

from typing import Any

from django.db import connections

NAMES = {
    "consent_before_page_update": "wagtailcore_page",
    "consent_before_page_insert": "wagtailcore_page",
    "consent_before_testimony_update": "casestudies_testimonypage",
    "consent_before_testimony_insert": "casestudies_testimonypage",
    "consent_before_provenance_update": "casestudies_pageprovenance",
    "consent_before_provenance_insert": "casestudies_pageprovenance",
}
MESSAGE = "consent is missing: this page may not be public"

#: What makes the new row unacceptable, by table.
_LACKS_CONSENT = {
    "wagtailcore_page": """NEW.live = {true} AND (
        EXISTS (SELECT 1 FROM casestudies_testimonypage WHERE page_ptr_id = NEW.id AND consent_on IS NULL)
        OR EXISTS (SELECT 1 FROM casestudies_pageprovenance WHERE page_id = NEW.id
                   AND (consent_at IS NULL OR consent_withdrawn_at IS NOT NULL)))""",
    "casestudies_testimonypage": """NEW.consent_on IS NULL
        AND EXISTS (SELECT 1 FROM wagtailcore_page WHERE id = NEW.page_ptr_id AND live = {true})""",
    "casestudies_pageprovenance": """(NEW.consent_at IS NULL OR NEW.consent_withdrawn_at IS NOT NULL)
        AND EXISTS (SELECT 1 FROM wagtailcore_page WHERE id = NEW.page_id AND live = {true})""",
}


def install(using: str = "default") -> None:
    """Put the triggers on; what is there already is replaced."""
    remove(using)
    connection = connections[using]
    write = _postgresql if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        for name, table in NAMES.items():
            for statement in write(name, table):
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers off, so that tables can be altered."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in NAMES.items():
            if connection.vendor == "postgresql":
                if table in tables:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def on_migrated(using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`; does nothing while some of the tables are missing."""
    if set(NAMES.values()) <= set(connections[using].introspection.table_names()):
        install(using)


def on_migrating(using: str, **kwargs: Any) -> None:
    """Receiver of `pre_migrate`."""
    remove(using)


def _sqlite(name: str, table: str) -> list[str]:
    lacks = _LACKS_CONSENT[table].format(true="1")
    return [
        f"CREATE TRIGGER {name} BEFORE {_event(name)} ON {table} WHEN {lacks} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ]


def _postgresql(name: str, table: str) -> list[str]:
    lacks = _LACKS_CONSENT[table].format(true="true")
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {lacks} THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {name} BEFORE {_event(name)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _event(name: str) -> str:
    return "INSERT" if name.endswith("insert") else "UPDATE"
