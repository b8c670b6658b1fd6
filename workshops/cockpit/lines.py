"""What must be ready for a workshop to take place and to leave something: one line for each thing.

Reads what `read()` has loaded; the words of the date, the page, partners and programme are those of `preparation`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from hub.core.enums import Half
from hub.french.numbers import pluriel
from workshops.cockpit.enums import State
from workshops.contributing.enums import Recording, Role, Standing
from workshops.contributing.models import Contributor
from workshops.joining.models import MeetingLink
from workshops.planning.preparation import about_content, about_date, about_page, about_partners
from workshops.registering.enums import RegistrationState
from workshops.registering.models import Registration, RegistrationDesk
from workshops.workshop.enums import Certainty, Mode
from workshops.workshop.workshop import WorkshopPage


@dataclass(frozen=True)
class Line:
    """One thing: its state, its details in words, the screen where it is mended."""

    state: State
    label: str
    details: list[str] = field(default_factory=list)
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class Known:
    """What the lines read, in a constant number of queries. `counts` holds numbers of registrations."""

    workshop: WorkshopPage
    team: list[Contributor]
    desk: RegistrationDesk | None
    counts: dict[str, int]
    has_room: bool
    reports: list[Any]
    now: datetime
    today: date

    @property
    def is_over(self) -> bool:
        latest = self.workshop.latest
        return self.workshop.certainty == Certainty.HELD or (latest is not None and latest < self.today)


def read(workshop: WorkshopPage, now: datetime, today: date) -> Known:
    """Everything about `workshop`, whose `preparation.READ` is loaded."""
    desk = RegistrationDesk.objects.filter(workshop=workshop).first()
    if desk is not None:
        desk.workshop = workshop
    return Known(
        workshop=workshop,
        team=list(Contributor.objects.filter(workshop=workshop).expected()),
        desk=desk,
        counts=_counts(desk) if desk else {},
        has_room=MeetingLink.objects.filter(workshop=workshop).exists(),
        # A relation that stands above this app, read by its name.
        reports=list(workshop.reports.all()),
        now=now,
        today=today,
    )


def lines(known: Known) -> list[Line]:
    """In the order in which things are settled; once the workshop is over, what it leaves."""
    if known.workshop.certainty in (Certainty.CANCELLED, Certainty.VOID):
        return [_registrations(known)]
    after = [_registrations(known), _recording(known), _report(known)]
    if known.is_over:
        return after
    return [*_prepared(known.workshop), *_team(known), _materials(known), *_room(known), *after]


def screen(name: str, workshop: WorkshopPage) -> str:
    """The address of one of the workshop's screens; empty where the site has none of this name."""
    try:
        return reverse(name, args=[workshop.pk])
    except NoReverseMatch:
        return ""


def _counts(desk: RegistrationDesk) -> dict[str, int]:
    seated = Q(state=RegistrationState.CONFIRMED)
    found = Registration.objects.filter(desk=desk).aggregate(
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
        to_approve=Count("pk", filter=Q(state=RegistrationState.TO_APPROVE)),
        needs=Count("pk", filter=seated & ~Q(needs="")),
        came=Count("pk", filter=seated & Q(has_come=True)),
        unmarked=Count("pk", filter=seated & Q(has_come=None)),
    )
    return {**found, "came": found["came"] + desk.came}


# ---------------------------------------------------------------- what `preparation` knows
def _prepared(workshop: WorkshopPage) -> list[Line]:
    decide, edit = screen("workshop_decide", workshop), reverse("wagtailadmin_pages:edit", args=[workshop.pk])
    place = workshop.place or workshop.get_mode_display()
    partners = [partner.authority.short_name for partner in workshop.shown_partners]
    return [
        _wanting("Date", about_date(workshop), [workshop.date_words], f"{decide}#date", "Décider de la date"),
        _wanting("Page et lieu", about_page(workshop), [place], edit, "Modifier la page"),
        _wanting("Partenaires", about_partners(workshop), partners, decide, "Décider des partenaires"),
        _wanting("Thème et programme", about_content(workshop), [], edit, "Modifier la page"),
    ]


def _wanting(label: str, missing: list[str], known: list[str], url: str, act: str) -> Line:
    return Line(State.MISSING, label, missing, url, act) if missing else Line(State.READY, label, known, url, act)


# ---------------------------------------------------------------- people
def _team(known: Known) -> list[Line]:
    url, act = screen("workshop_team", known.workshop), "Gérer l’équipe"
    hosts = [_people(known, role, "personne n’est nommé", role=role) for role in (Role.HOST, Role.SECOND_HOST)]
    parts = [_people(known, half, "personne n’intervient", part=half) for half in Half]
    return [Line(state, label, details, url, act) for state, label, details in (*hosts, *parts)]


def _people(known: Known, what: Role | Half, nobody: str, **wanted: Any) -> tuple[State, str, list[str]]:
    """Those of the team who are as `wanted`, each with where they stand."""
    label = f"Intervention : {what.label}" if isinstance(what, Half) else what.label
    found = [one for one in known.team if all(getattr(one, name) == value for name, value in wanted.items())]
    if not found:
        return State.MISSING, label, [nobody]
    sure = all(one.standing == Standing.CONFIRMED for one in found)
    said = [f"{one.name} : {one.get_standing_display().lower()}" for one in found]
    return State.READY if sure else State.WAITING, label, said


def _materials(known: Known) -> Line:
    awaited = [f"{one.name} : {one.awaited}" for one in known.team if one.awaited]
    state = State.WAITING if awaited else State.READY
    return Line(
        state, "Documents attendus", awaited or ["aucun"], screen("workshop_team", known.workshop), "Gérer l’équipe"
    )


def _recording(known: Known) -> Line:
    """A refusal is an answer: there is no recording then."""
    label, url, act = "Accord pour enregistrer", screen("workshop_team", known.workshop), "Gérer l’équipe"
    refused = [f"pas d’enregistrement : {one.name} refuse" for one in known.team if one.recording == Recording.REFUSED]
    silent = [f"pas encore dit : {one.name}" for one in known.team if one.recording == Recording.SILENT]
    if refused:
        return Line(State.READY, label, refused, url, act)
    if silent or not known.team:
        return Line(State.WAITING, label, silent or ["personne n’a encore été interrogé"], url, act)
    return Line(State.READY, label, ["tout le monde accepte"], url, act)


# ---------------------------------------------------------------- room, registrations, report
def _room(known: Known) -> list[Line]:
    if known.workshop.mode == Mode.ON_SITE:
        return []
    url = screen("workshop_room", known.workshop)
    missing = [] if known.has_room else ["l’adresse de la visioconférence"]
    return [_wanting("Salle de visioconférence", missing, ["l’adresse est enregistrée"], url, "Régler la salle")]


def _registrations(known: Known) -> Line:
    url, act = screen("workshop_registrations", known.workshop), "Voir les inscriptions"
    desk, counts = known.desk, known.counts
    if desk is None:
        state = State.LATER if known.is_over else State.MISSING
        return Line(state, "Inscriptions", ["elles n’ont jamais été ouvertes"], url, act)
    seats = f"{desk.taken + desk.registered} {pluriel(desk.taken + desk.registered, 'place prise,places prises')}"
    limit = f" sur {desk.capacity}" if desk.capacity else ", sans limite"
    details = ["ouvertes" if desk.takes(known.now) else "fermées", seats + limit]
    if known.is_over:
        details = [seats, f"{counts['came']} {pluriel(counts['came'], 'présence notée,présences notées')}"]
    details += [f"{counts[name]} {pluriel(counts[name], words)}" for name, words in _to_see(known) if counts[name]]
    waits = counts["to_approve"] or (known.is_over and counts["unmarked"])
    return Line(State.WAITING if waits else State.READY, "Inscriptions", details, url, act)


def _to_see(known: Known) -> list[tuple[str, str]]:
    if known.is_over:
        return [("unmarked", "présence à noter,présences à noter")]
    return [
        ("waiting", "personne en attente,personnes en attente"),
        ("to_approve", "inscription à valider,inscriptions à valider"),
        ("needs", "besoin à lire,besoins à lire"),
    ]


def _report(known: Known) -> Line:
    url, act = reverse("comptes-rendus:index"), "Voir les comptes-rendus"
    if not known.reports:
        after = ["il reste à écrire"] if known.is_over else ["après l’atelier"]
        return Line(State.MISSING if known.is_over else State.LATER, "Compte-rendu", after, url, act)
    is_public = any(report.live for report in known.reports)
    edit = reverse("wagtailadmin_pages:edit", args=[known.reports[0].pk])
    words = ["publié" if is_public else "en brouillon"]
    return Line(State.READY if is_public else State.WAITING, "Compte-rendu", words, edit, "Ouvrir le compte-rendu")
