"""What we write to members, whatever the app, and who asked for it. Nothing is stored here."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from hub.community.models import Member
from hub.core.addresses import permanent_name, site_url, view_url
from hub.core.registries import Line, News
from hub.home.my_space.links import unsubscribe_url
from hub.home.my_space.models import NewsSubscription
from hub.mail.letters import Letter, letter
from workshops.planning.audience import Reader
from workshops.workshop.workshop import WorkshopPage

#: News told in one digest.
MOST_TOLD = 30
#: Why who follows a theme gets a decision, before the address where that stops.
WHY = "vous suivez un thème de cet atelier. Ne plus rien recevoir sur vos thèmes"


def digest_letter(subscription: NewsSubscription, found: list[News]) -> Letter:
    """What changed on the themes of `subscription`: the latest, and where the others are."""
    return letter(
        "news-digest",
        count=len(found),
        told=[(news, _address(news.path)) for news in found[:MOST_TOLD]],
        others=max(len(found) - MOST_TOLD, 0),
        page_link=view_url("whats_new"),
        stop_link=unsubscribe_url(subscription),
        space_link=view_url("my_space"),
    )


def _address(path: str) -> str:
    """Where there are several sites, the path of a page begins with its host."""
    return path if path.startswith("http") else site_url(path)


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
    line = Line(timezone.now(), 0, frozenset())
    study = News(line, "Étude publiée", "Étude d’exemple", "/", permanent_name("exemple"))
    old, new = "44 € par jour", "44 € par demi-journée"
    fact = replace(study, kind="Fait corrigé", title="Exemple, indemnisation", old=old, new=new)
    return digest_letter(NewsSubscription(pk=0), [replace(study, sentence="Trois manières de fixer un montant."), fact])


#: Examples of every letter of this app, for the administration.
EXAMPLES = {
    "news-digest": _digest_example,
    "account-inactive": lambda: inactivity_letter(Member(), date(2027, 1, 31)),
}
