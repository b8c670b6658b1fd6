"""What stands around the lines: the screens of a workshop, who was written to and when, the reminders to come."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from hub.community.models import email_key
from hub.core.dates.moments import in_words
from hub.mail.models import OutgoingMail
from hub.mail.returns import returned
from workshops.cockpit.lines import screen
from workshops.contributing.models import Contributor
from workshops.reminding.due import moments, with_reminders
from workshops.reminding.people import guests
from workshops.workshop.workshop import WorkshopPage

#: The screens of one workshop, in the order in which they serve.
SCREENS = {
    "workshop_decide": "Décider",
    "workshop_poll": "Sondage de date",
    "workshop_registrations": "Inscriptions",
    "workshop_team": "Hôtes et interventions",
    "workshop_room": "Salle de visioconférence",
    "workshop_live": "En direct",
}
#: Mails to a person that are about their account, not about what we do together.
NOT_TOLD = ("sign-in-code", "second-factor")


@dataclass(frozen=True)
class Partner:
    """A partner, host or speaker: where they stand, when the last mail left, whether it came back."""

    name: str
    part: str
    standing: str
    written_at: datetime | None
    came_back: str


def screens(workshop: WorkshopPage) -> list[tuple[str, str]]:
    """Address and name of each screen of `workshop`."""
    found = [(screen(name, workshop), words) for name, words in SCREENS.items()]
    edit = (reverse("wagtailadmin_pages:edit", args=[workshop.pk]), "Modifier la page")
    return [*((url, words) for url, words in found if url), edit]


def people(workshop: WorkshopPage) -> list[Partner]:
    """Partners, then hosts and speakers, those who declined included; `workshop.partners` are loaded."""
    partners, team = list(workshop.partners.all()), list(Contributor.objects.filter(workshop=workshop))
    addresses = [row.email for row in team] + [partner.authority.contact_email for partner in partners]
    written, back = _written(addresses), returned(addresses)
    rows = [
        Partner(
            partner.authority.name,
            "Partenaire",
            partner.get_certainty_display(),
            written.get(email_key(partner.authority.contact_email)),
            back.get(partner.authority.contact_email.lower(), ""),
        )
        for partner in partners
    ]
    return rows + [_member(row, written.get(row.email_key), back.get(row.email.lower(), "")) for row in team]


def reminders(workshop: WorkshopPage, now: datetime) -> list[str]:
    """The reminders to come, in sentences; nothing when none will leave."""
    pages = with_reminders(WorkshopPage.objects.visible_to_all().filter(pk=workshop.pk)).select_related("fallback_for")
    if not any(not page.awaits_original for page in pages):
        return []
    number = len(guests(workshop))
    whom = f"{number} personne{'s' if number > 1 else ''} aujourd’hui" if number else "personne encore"
    return [f"{moment.label}, le {in_words(at)} : {whom}" for moment, at in moments(workshop) if at > now]


def _member(row: Contributor, written_at: datetime | None, came_back: str) -> Partner:
    part = f"{row.get_role_display()}, {row.get_part_display()}" if row.part else row.get_role_display()
    name = f"{row.name} ({row.organisation})" if row.organisation else row.name
    instants = [at for at in (row.last_written_at, written_at) if at]
    return Partner(name, part, row.get_standing_display(), max(instants, default=None), came_back)


def _written(addresses: list[str]) -> dict[str, datetime]:
    """When the last mail left for each address, by its key."""
    mails = OutgoingMail.objects.filter(recipient__in=[each for each in addresses if each], sent_at__isnull=False)
    found = mails.exclude(kind__in=NOT_TOLD).order_by().values_list("recipient").annotate(Max("sent_at"))
    return {email_key(recipient): at for recipient, at in found}
