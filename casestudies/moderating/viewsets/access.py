"""Who enters the screens of proposals, and what their answers have in common."""

from http import HTTPStatus

from django.urls import reverse
from wagtail.admin.auth import user_passes_test

from hub.core.errors import ActionError, NotAllowed

#: Everybody else is sent back to the home of the administration with a sentence.
readers_only = user_passes_test(lambda user: user.has_perm("casestudies.view_proposal"))


def status_of(refusal: ActionError) -> HTTPStatus:
    return HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT


def crumbs(*last: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a screen: `last` are pairs of address and words after the board."""
    way = [(reverse("wagtailadmin_home"), "Accueil"), (reverse("propositions:index"), "Propositions"), *last]
    return [{"url": url if step < len(way) else "", "label": label} for step, (url, label) in enumerate(way, 1)]
