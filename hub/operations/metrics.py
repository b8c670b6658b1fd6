"""What `/sante/details/` knows as numbers, in the text that Prometheus reads. About the site, never about people."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hub.core.site_state import BACKUP, RESTORE_TEST, TICK, instant, noted
from hub.operations.health import database_answers, dead_sources, failed_mails, lines, oldest_waiting_mail
from hub.operations.measures import disk

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "agoratheque"
NEVER = float("inf")

#: Name, what it is, value for each label; "" where there is none.
Gauge = tuple[str, str, dict[str, float]]


def exposition(now: datetime) -> str:
    """Every gauge; those of the database are left out while it is away."""
    return "".join(f"{line}\n" for gauge in gauges(now) for line in _written(*gauge))


def gauges(now: datetime) -> Iterator[Gauge]:
    is_up = database_answers()
    to_do = {line.key: float(not line.is_well) for line in lines(now)}
    yield "to_do", "1 si la ligne de l’état du site demande quelqu’un.", to_do
    yield "database_up", "1 si la base de données répond.", {"": float(is_up)}
    space = disk(Path(settings.VAR_DIR))
    yield "disk_free_bytes", "Octets libres sur le disque des données.", {"": space.free}
    yield "disk_size_bytes", "Taille du disque des données, en octets.", {"": space.total}
    yield "tick_age_seconds", "Secondes depuis la dernière passe ; +Inf : jamais.", {"": _age(TICK, now)}
    is_there = Path(str(noted(BACKUP).get("path"))).is_file()
    known = "Secondes depuis la dernière sauvegarde ; +Inf : aucune, ou fichier disparu."
    yield "backup_age_seconds", known, {"": _age(BACKUP, now) if is_there else NEVER}
    tried = NEVER if noted(RESTORE_TEST).get("wrong") else _age(RESTORE_TEST, now)
    known = "Secondes depuis le dernier essai de restauration, s’il a réussi ; sinon +Inf."
    yield "restore_test_age_seconds", known, {"": tried}
    if is_up:
        waiting = oldest_waiting_mail(now)
        age = (now - waiting).total_seconds() if waiting else 0
        yield "mail_waiting_age_seconds", "Âge du plus ancien message qui attend ; 0 : aucun.", {"": age}
        yield "mail_failed", "Messages en échec.", {"": failed_mails()}
        yield "sources_dead", "Sources qui ne répondent plus.", {"": dead_sources()}


def _age(name: str, now: datetime) -> float:
    last = instant(noted(name))
    return NEVER if last is None else (now - last).total_seconds()


def _written(name: str, known: str, values: dict[str, float]) -> Iterator[str]:
    """The labels are keys of ours: no sign of them has to be escaped."""
    yield f"# HELP {PREFIX}_{name} {known}"
    yield f"# TYPE {PREFIX}_{name} gauge"
    for label, value in values.items():
        number = "+Inf" if value == NEVER else f"{value:.15g}"
        where = f'{{line="{label}"}}' if label else ""
        yield f"{PREFIX}_{name}{where} {number}"
