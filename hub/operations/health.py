"""How the site is, one line per subject: what is known in a sentence, and the remedy. Read by people who are no
developers, on the screen, in a terminal and in mails.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from casestudies.models import Source
from hub.core.site_state import BACKUP, RESTORE_TEST, TICK, instant, is_closed, noted
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from hub.operations.measures import disk, versions

TICK_SILENT = timedelta(minutes=15)
BACKUP_OLD = timedelta(hours=26)
TEST_OLD = timedelta(days=40)
MAIL_LATE = timedelta(hours=1)
#: Versions are told about this long before their authors leave them.
NOTICE = timedelta(days=183)
LEAST_FREE = 10
GB = 1_000_000_000


@dataclass(frozen=True)
class Line:
    """One line of the table. `address` leads to the screen where the remedy is, when there is one."""

    key: str
    label: str
    is_well: bool
    known: str
    remedy: str
    address: str = ""


def lines(now: datetime) -> list[Line]:
    """The whole table; what needs the database is one line when it is away."""
    database = database_line(now)
    outside = [disk_line(now), tick_line(now), jobs_line(now), backup_line(now), restore_test_line(now)]
    if not database.is_well:
        return [database, *outside]
    return [database, *outside, mail_line(now), sources_line(now), versions_line(now)]


def to_do(found: list[Line]) -> list[Line]:
    return [line for line in found if not line.is_well]


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


# ---------------------------------------------------------------- one subject each
def database_line(now: datetime) -> Line:
    remedy = "Vérifier que le service de la base est lancé et que DATABASE_URL est juste, puis « manage.py doctor »."
    is_well = database_answers()
    known = "Elle répond." if is_well else "Elle ne répond pas : le site montre ce qu’il peut et ne reçoit rien."
    if is_well and is_closed():
        return Line("database", "Base de données", False, "Elle est fermée aux écritures.", _REOPEN)
    return Line("database", "Base de données", is_well, known, remedy)


_REOPEN = "Une mise à jour s’est arrêtée en route : « manage.py upgrade » la reprend, « --back » revient en arrière."


def disk_line(now: datetime) -> Line:
    found = disk(Path(settings.VAR_DIR))
    known = f"{_size(found.free)} libres sur {_size(found.total)}."
    remedy = "Supprimer d’anciennes sauvegardes, ou agrandir le disque. Plein, le site ne reçoit plus rien."
    return Line("disk", "Disque", found.percent_free >= LEAST_FREE, known, remedy)


def tick_line(now: datetime) -> Line:
    remedy = "Relancer le service : « systemctl restart agoratheque-tick », ou le conteneur « tick »."
    last = instant(noted(TICK))
    if last is None:
        return Line("tick", "Dernière passe", False, "Jamais faite : aucun message ne part.", remedy)
    return Line("tick", "Dernière passe", now - last <= TICK_SILENT, f"Faite {_since(last, now)}.", remedy)


def jobs_line(now: datetime) -> Line:
    failures = [str(name) for name in noted(TICK).get("failures") or []]
    remedy = "Lire le journal : « journalctl -u agoratheque-tick ». Si cela revient demain, demander de l’aide."
    known = f"En échec à la dernière passe : {', '.join(failures)}." if failures else "Aucun échec à la dernière passe."
    return Line("jobs", "Travaux", not failures, known, remedy)


def backup_line(now: datetime) -> Line:
    remedy = "Lancer « manage.py backup » et lire sa dernière phrase. Si le disque est plein, commencer par lui."
    told = noted(BACKUP)
    last = instant(told)
    if last is None:
        return Line("backup", "Sauvegarde", False, "Il n’y en a aucune.", remedy)
    if not Path(str(told.get("path"))).exists():
        return Line("backup", "Sauvegarde", False, f"Le fichier {told.get('path')} a disparu.", remedy)
    known = f"La dernière a été faite {_since(last, now)} ({_size(int(told.get('size', 0)))})."
    if told.get("copy_fault"):
        known = f"{known} Sa copie dans le seau n’est pas faite : {told['copy_fault']}"
        return Line("backup", "Sauvegarde", False, known, "Vérifier AGORA_BACKUP_S3_…, puis « manage.py backup ».")
    return Line("backup", "Sauvegarde", now - last <= BACKUP_OLD, known, remedy)


def restore_test_line(now: datetime) -> Line:
    label, remedy = "Essai de restauration", "Lancer « manage.py restore_test » : il ne touche pas au site."
    told = noted(RESTORE_TEST)
    last = instant(told)
    if last is None:
        return Line("restore_test", label, False, "Jamais fait : rien ne prouve que la sauvegarde est bonne.", remedy)
    if told.get("wrong"):
        return Line(
            "restore_test", label, False, f"Le dernier, {_since(last, now)}, a échoué : {told['wrong']}", remedy
        )
    return Line("restore_test", label, now - last <= TEST_OLD, f"Réussi {_since(last, now)}.", remedy)


def mail_line(now: datetime) -> Line:
    failed = failed_mails()
    address = f"{reverse('messages:index')}?state={MailState.FAILED}"
    if failed:
        known = f"{failed} message en échec." if failed == 1 else f"{failed} messages en échec."
        return Line("mail", "Courrier", False, known, "Lire la raison, la corriger, puis réessayer.", address)
    oldest = oldest_waiting_mail(now)
    remedy = "Vérifier le service « tick » et le mot de passe du serveur de courrier."
    if oldest is not None and now - oldest > MAIL_LATE:
        return Line("mail", "Courrier", False, f"Un message attend depuis le {_when(oldest)}.", remedy)
    return Line("mail", "Courrier", True, "Rien n’attend, rien n’a échoué.", remedy)


def sources_line(now: datetime) -> Line:
    dead = dead_sources()
    known = "Toutes les sources répondent." if not dead else f"Sources qui ne répondent plus : {dead}."
    remedy = "Donner une adresse archivée, ou une copie."
    address = f"{reverse(Source.snippet_viewset.get_url_name('list'))}"
    return Line("sources", "Liens morts", not dead, known, remedy, address)


def versions_line(now: datetime) -> Line:
    label, remedy = (
        "Versions",
        "Demander à qui installe le site de passer à une version suivie. Rien ne presse ce jour.",
    )
    ends = {name: end for name, end in versions().items() if end is not None}
    soon = [f"{name} (jusqu’au {date_format(end)})" for name, end in ends.items() if end - now.date() < NOTICE]
    if soon:
        return Line("versions", label, False, f"Bientôt plus suivi par ses auteurs : {', '.join(soon)}.", remedy)
    known = f"Suivies au moins jusqu’au {date_format(min(ends.values()))}." if ends else "Inconnues."
    return Line("versions", label, True, known, remedy)


# ---------------------------------------------------------------- numbers
def failed_mails() -> int:
    return OutgoingMail.objects.filter(state=MailState.FAILED).count()


def oldest_waiting_mail(now: datetime) -> datetime | None:
    """When the oldest of the mails that are due was written."""
    waiting = OutgoingMail.objects.filter(state=MailState.QUEUED, next_attempt_at__lte=now)
    oldest: datetime | None = waiting.aggregate(first=Min("created_at"))["first"]
    return oldest


def dead_sources() -> int:
    return Source.objects.exclude(dead_since=None).count()


# ---------------------------------------------------------------- words
def _since(then: datetime, now: datetime) -> str:
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "à l’instant"
    if minutes < 60:
        return f"il y a {minutes} min"
    hours = minutes // 60
    return f"il y a {hours} h" if hours < 48 else f"le {_when(then)}"


def _when(then: datetime) -> str:
    return date_format(timezone.localtime(then), "j F Y à G:i").replace(":", " h ")


def _size(number: int) -> str:
    if number < GB:
        return f"{number / 1_000_000:.1f} Mo".replace(".", ",")
    return f"{number / GB:.0f} Go"
