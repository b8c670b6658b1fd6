"""What must always hold in the data. Each check gives a sentence for each difference, and writes nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection
from django.db.models import Count, F, Q
from taggit.models import TaggedItem
from wagtail.models import Page, Revision

from casestudies.proposals import consent_guard
from hub.community.models import ErasureRecord
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from hub.operations.files import kept_files, names_in_rows
from hub.operations.migrating import missing_migrations
from hub.search.actions.indexing import out_of_step
from workshops.models import RegistrationDesk
from workshops.registering.enums import RegistrationState

#: A file may have come, and its row not yet.
COMING = timedelta(hours=1)
#: A mail that is due leaves within seconds.
STUCK = timedelta(hours=1)
SHOWN = 10


def differences(now: datetime, *, without: tuple[str, ...] = ()) -> list[str]:
    """Everything that is not as it must be; nothing on a sound site. Checks may be left out by name."""
    missing = list(migrations(now))
    if missing:
        # What follows asks tables as this version knows them.
        return missing
    checks = [check for name, check in CHECKS.items() if name not in without]
    return [sentence for check in checks for sentence in check(now)]


def migrations(now: datetime) -> Iterable[str]:
    for name in missing_migrations():
        yield f"La base n’est pas à jour : la migration {name} manque."


def seats(now: datetime) -> Iterable[str]:
    confirmed = Count("registrations", filter=Q(registrations__state=RegistrationState.CONFIRMED))
    desks = RegistrationDesk.objects.annotate(held=confirmed).exclude(taken=F("held")).select_related("workshop")
    for desk in desks:
        yield f"Atelier « {desk.workshop.title} » : {desk.taken} places comptées, {desk.held} personnes confirmées."


def triggers(now: datetime) -> Iterable[str]:
    """The last guard of consent."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        present = {name for (name,) in cursor.fetchall()}
    for name in sorted(set(consent_guard.NAMES) - present):
        yield f"La base ne garde plus l’accord des témoins : le déclencheur {name} manque. « migrate » le remet."


def links(now: datetime) -> Iterable[str]:
    """Rows that point to what is no more."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield f"Une ligne pointe vers une ligne qui n’existe pas : {error}"
    for model, number in ((Revision, "object_id"), (TaggedItem, "object_id")):
        name = model._meta.db_table
        if gone := _without_owner(model, number):
            yield f"Table {name} : {_counted(gone, 'ligne parle', 'lignes parlent')} d’une chose effacée."


def _without_owner(model: type[Revision] | type[TaggedItem], number: str) -> int:
    total = 0
    kinds = model.objects.order_by().values_list("content_type", flat=True).distinct()
    for kind in ContentType.objects.filter(pk__in=kinds):
        owner = kind.model_class()
        rows = model.objects.filter(content_type=kind)
        if owner is None:
            total += rows.count()
            continue
        known = {str(pk) for pk in owner._base_manager.values_list("pk", flat=True)}
        total += sum(1 for pk in rows.values_list(number, flat=True) if str(pk) not in known)
    return total


def tree(now: datetime) -> Iterable[str]:
    names = ("signes inconnus", "chemin faux", "sans parent", "profondeur fausse", "nombre d’enfants faux")
    for name, found in zip(names, Page.find_problems(), strict=True):
        if found:
            yield f"L’arbre des pages est abîmé ({name}, page {found[0]}) : « manage.py fixtree » le répare."


def files(now: datetime) -> Iterable[str]:
    there = {file.label: file.changed for file in kept_files()}
    told = names_in_rows()
    yield from _named("Fichier introuvable, dont une ligne parle", sorted(told - set(there)))
    oldest = (now - COMING).timestamp()
    alone = [label for label, changed in there.items() if label not in told and changed < oldest]
    yield from _named("Fichier dont aucune ligne ne parle", sorted(alone))


def _named(what: str, labels: list[str]) -> Iterable[str]:
    for label in labels[:SHOWN]:
        yield f"{what} : {label}."
    if len(labels) > SHOWN:
        yield f"{what} : {len(labels) - SHOWN} de plus."


def index(now: datetime) -> Iterable[str]:
    if faults := out_of_step():
        yield f"La recherche ne dit pas ce qui est publié ({faults}) : « manage.py index_search » la relit."


def mails(now: datetime) -> Iterable[str]:
    late = Q(state=MailState.QUEUED, next_attempt_at__lt=now - STUCK) & (Q(not_after=None) | Q(not_after__gt=now))
    held = Q(state=MailState.SENDING, leased_until__lt=now - STUCK)
    if count := OutgoingMail.objects.filter(late | held).count():
        words = _counted(count, "message attend", "messages attendent")
        yield f"{words} depuis plus d’une heure : le service « tick » est-il arrêté ?"


def erasures(now: datetime) -> Iterable[str]:
    waiting = ErasureRecord.objects.filter(settled_at=None, at__lt=now - timedelta(days=1)).count()
    if waiting:
        yield f"Effacements commencés depuis plus d’un jour et pas terminés : {waiting}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"


CHECKS: dict[str, Callable[[datetime], Iterable[str]]] = {
    "seats": seats,
    "triggers": triggers,
    "links": links,
    "tree": tree,
    "files": files,
    "index": index,
    "mails": mails,
    "erasures": erasures,
}
