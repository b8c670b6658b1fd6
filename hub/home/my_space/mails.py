"""What we write to members, whatever the app, and who asked for it. Nothing is stored here."""

from datetime import date

from django.utils import timezone

from hub.community.models import Member
from hub.core.addresses import site_url, view_url
from hub.home.my_space.links import unsubscribe_url
from hub.home.my_space.models import NewsSubscription
from hub.home.my_space.news import Novelty
from hub.mail.letters import Letter, letter
from workshops.planning.audience import Reader
from workshops.workshop.workshop import WorkshopPage

#: Why who follows a theme gets a decision, before the address where that stops.
WHY = "vous suivez un thème de cet atelier. Ne plus rien recevoir sur vos thèmes"


def digest_letter(subscription: NewsSubscription, novelties: list[Novelty]) -> Letter:
    """What is new on the themes of `subscription`."""
    return letter(
        "news-digest",
        subscription=subscription,
        novelties=novelties,
        stop_link=unsubscribe_url(subscription),
        space_link=view_url("my_space"),
    )


def followers(workshop: WorkshopPage) -> list[Reader]:
    """Members who asked for news on a theme of `workshop`, each once, with the address where they stop them."""
    active = NewsSubscription.objects.filter(stopped_at=None, member__is_active=True)
    found = active.filter(themes__in=workshop.themes.all()).select_related("member").distinct()
    return [
        Reader(subscription.member.email, unsubscribe_url(subscription), WHY) for subscription in found.order_by("pk")
    ]


def inactivity_letter(member: Member, erased_on: date) -> Letter:
    """Announces that an account nobody uses will be erased, and how to keep it."""
    return letter("account-inactive", member=member, erased_on=erased_on, link=view_url("account_request_login_code"))


def _digest_example() -> Letter:
    introduction = "Trois manières de fixer un montant."
    about = {"kind": "Étude de cas", "title": "Étude d’exemple", "introduction": introduction, "url": site_url("/")}
    novelty = Novelty(**about, published_at=timezone.now(), themes=frozenset())
    return digest_letter(NewsSubscription(pk=0), [novelty])


#: Examples of every letter of this app, for the administration.
EXAMPLES = {
    "news-digest": _digest_example,
    "account-inactive": lambda: inactivity_letter(Member(), date(2027, 1, 31)),
}
