"""Is everything set right? The table of health, then what depends on the server, the domain and the mail service.

Each line says what was found and what to do; what needs the database is left out while it is away.
"""

import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks.security.base import check_secret_key
from django.core.files.storage import storages
from django.http.request import validate_host

from hub.core.site_state import BACKUP, noted
from hub.mail.dns_records import Verdict, ask
from hub.operations.archive import ENCRYPTED, ArchiveError, verified
from hub.operations.health import Line, lines
from hub.operations.measures import MeasureError, clock_error, mail_refusal, own_answer, writes
from hub.operations.migrating import known_migrations, missing_migrations
from hub.search.actions.indexing import out_of_step
from hub.settings.buckets import BACKUPS, FILES

#: Seconds by which a clock may be wrong: codes of a second factor last thirty.
CLOCK_MARGIN = 20
AGE_HEADER = b"age-encryption.org/v1"


def examine(now: datetime) -> list[Line]:
    """Every line; one that can't be measured says so and is to be looked at."""
    health = lines(now)
    answers = next(line for line in health if line.key == "database").is_well
    inside = (migrations_line, index_line) if answers else ()
    checks: tuple[Callable[[], Line], ...] = (*inside, *OUTSIDE)
    return [*health, *(check() for check in checks), *bucket_lines(), *dns_lines()]


# ---------------------------------------------------------------- the database
def migrations_line() -> Line:
    missing = missing_migrations()
    known = f"{len(missing)} à faire, dont {missing[0]}." if missing else "Toutes faites."
    return Line("migrations", "Migrations", not missing, known, "Lancer « manage.py upgrade ».")


def index_line() -> Line:
    """Asked only of a database of this version."""
    remedy = "Lancer « manage.py index_search »."
    if missing_migrations():
        return Line("index", "Recherche", False, "Pas regardée : la base n’est pas à jour.", remedy)
    faults = out_of_step()
    known = f"Ne dit pas ce qui est publié ({faults})." if faults else "Dit ce qui est publié."
    return Line("index", "Recherche", not faults, known, remedy)


# ---------------------------------------------------------------- the server
def folders_line() -> Line:
    """Of the files too, unless they stand in a bucket."""
    stores: list[Any] = [] if settings.FILES_BUCKET else [storages[alias] for alias in settings.FOLDERS]
    wanted = [*(store.location for store in stores), settings.OPERATIONS_DIR]
    closed = [str(path) for path in wanted if not writes(Path(path))]
    remedy = "Donner ces dossiers à l’utilisateur du site : « chown -R agoratheque … »."
    known = f"Impossible d’écrire dans {', '.join(closed)}." if closed else "Le site peut y écrire."
    return Line("folders", "Dossiers de fichiers", not closed, known, remedy)


def bucket_line(alias: str, variables: str, label: str) -> Line:
    store: Any = storages[alias]
    fault = store.fault()
    remedy = f"Vérifier {variables}_… et le seau : privé, avec une clé qui peut lister, lire, écrire, effacer."
    return Line(f"bucket_{alias}", label, not fault, fault or "Le site y écrit, y lit, et personne d’autre.", remedy)


def bucket_lines() -> Iterator[Line]:
    if settings.FILES_BUCKET:
        yield bucket_line("private", FILES, "Seau des fichiers")
    if settings.BACKUP_BUCKET:
        yield bucket_line("backups", BACKUPS, "Seau des sauvegardes")


def backup_file_line() -> Line:
    """The whole of the last backup, read back; an encrypted one can only be measured."""
    label, remedy = "Fichier de la sauvegarde", "Lancer « manage.py backup » : la suivante remplacera celle-ci."
    told = noted(BACKUP)
    path = Path(str(told.get("path")))
    if not path.is_file():
        return Line("backup_file", label, False, "Il n’y en a pas.", remedy)
    try:
        _read_back(path, int(told.get("size", 0)))
    except (ArchiveError, OSError, tarfile.TarError) as error:
        reason = str(error) if isinstance(error, ArchiveError) else "Il ne se lit pas."
        return Line("backup_file", label, False, reason, remedy)
    return Line("backup_file", label, True, "Lu en entier, rien n’y manque.", remedy)


def _read_back(path: Path, size: int) -> None:
    if path.suffix == ENCRYPTED:
        with path.open("rb") as file:
            if not file.readline().startswith(AGE_HEADER) or path.stat().st_size != size:
                raise ArchiveError("Il a été coupé ou modifié.")
        return
    with tarfile.open(path, mode="r:") as tar:
        verified(tar, known_migrations=known_migrations(), other_key=False)


def debug_line() -> Line:
    known = "Active : les pages d’erreur montrent le code et les réglages." if settings.DEBUG else "Éteinte."
    return Line("debug", "Mise au point", not settings.DEBUG, known, "Enlever AGORA_DEBUG, et redémarrer.")


def key_line() -> Line:
    remedy = (
        "En créer une : « python3 -c 'import secrets; print(secrets.token_urlsafe(50))' », la mettre dans "
        "AGORA_SECRET_KEY, et l’ancienne dans AGORA_SECRET_KEY_FALLBACKS."
    )
    is_well = not check_secret_key(None)
    known = "Longue et propre à ce serveur." if is_well else "Celle d’un exemple, ou trop courte : on peut l’imiter."
    return Line("key", "Clé secrète", is_well, known, remedy)


def clock_line() -> Line:
    label, remedy = "Horloge", "Régler l’heure : « timedatectl set-ntp true ». Les codes de connexion en dépendent."
    try:
        error = clock_error()
    except MeasureError as failure:
        return Line(
            "clock", label, False, str(failure), "Autoriser UDP 123 vers ce serveur, ou régler AGORA_NTP_SERVER."
        )
    word = "avance" if error > 0 else "retard"
    known = f"À l’heure, à {abs(error):.0f} s près." if abs(error) <= CLOCK_MARGIN else f"{word} de {abs(error):.0f} s."
    return Line("clock", label, abs(error) <= CLOCK_MARGIN, known[0].upper() + known[1:], remedy)


# ---------------------------------------------------------------- the proxy
def address_line() -> Line:
    """Our public address, as somebody outside reaches it."""
    label = "Adresse publique"
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host = parts.hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        remedy = "Donner le même nom dans AGORA_HOSTS et AGORA_BASE_URL."
        return Line("address", label, False, f"AGORA_HOSTS ne contient pas {host}.", remedy)
    try:
        answer = own_answer()
    except MeasureError as failure:
        return Line("address", label, False, str(failure), "Vérifier le domaine, Caddy et le service « agoratheque ».")
    goes_round = urlsplit(answer.location)
    if goes_round.hostname == host and answer.status in (301, 302, 307, 308):
        known = "Le mandataire n’envoie pas X-Forwarded-Proto : la page se redirige vers elle-même."
        return Line("address", label, False, known, "Reprendre deploy/Caddyfile, ou régler cet en-tête.")
    known = f"Elle répond ({answer.status})."
    remedy = "Vérifier AGORA_HOSTS, puis le journal du site : « journalctl -u agoratheque »."
    return Line("address", label, answer.status == 200, known, remedy)


def proxies_line() -> Line:
    remedy = "Nommer Caddy dans AGORA_TRUSTED_PROXIES : « 127.0.0.1,::1 » sur la même machine."
    is_well = bool(settings.TRUSTED_PROXIES)
    known = "Chaque visite garde la sienne." if is_well else "Toutes les visites partagent les limites d’une seule."
    return Line("proxies", "Provenance des visites", is_well, known, remedy)


# ---------------------------------------------------------------- mail
def sending_line() -> Line:
    refusal = mail_refusal()
    remedy = "Vérifier AGORA_SMTP_… auprès du service de courrier, puis redémarrer « agoratheque-tick »."
    return Line("sending", "Envoi du courrier", not refusal, refusal or "Le serveur prendrait nos messages.", remedy)


def dns_lines() -> Iterator[Line]:
    remedy = "Administration, Messages, « Les mails arrivent-ils ? » : la ligne à copier y est."
    for finding in ask() if settings.ASKS_DNS else []:
        label = f"{finding.record.label} du domaine"
        known = finding.words or str(finding.verdict.label)
        yield Line(finding.record.label.lower(), label, finding.verdict == Verdict.RIGHT, known, remedy)


OUTSIDE = (
    folders_line,
    backup_file_line,
    debug_line,
    key_line,
    clock_line,
    address_line,
    proxies_line,
    sending_line,
)
