"""What a member asked the site to send."""

from typing import Any

from hub.core.registries import Erasure, Person, PersonalData
from hub.home.my_space.models import InactivityWarning, NewsSubscription


def export(person: Person) -> list[dict[str, Any]]:
    found = NewsSubscription.objects.filter(member=person.member) if person.member is not None else []
    return [
        {
            "themes": [theme.label for theme in subscription.themes.all()],
            "rythme": subscription.get_rhythm_display(),
            "commence_le": subscription.created_at,
            "dernieres_nouvelles_le": subscription.last_sent_at,
            "arrete_le": subscription.stopped_at,
        }
        for subscription in found
    ]


def erase(person: Person, erasure: Erasure) -> None:
    if person.member is not None:
        NewsSubscription.objects.filter(member=person.member).delete()
        InactivityWarning.objects.filter(member=person.member).delete()


PERSONAL_DATA = PersonalData("nouvelles", "Vos abonnements aux nouvelles par thème", export, erase)
