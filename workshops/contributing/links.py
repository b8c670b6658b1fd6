"""The private links of somebody who holds a workshop: mailed to their address and nowhere else."""

from django.http import Http404
from django.urls import reverse

from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for
from workshops.contributing.models import Contributor

SCOPE = "contributor"
JOIN_SCOPE = "join-contributor"


def private_path(contributor: Contributor) -> str:
    """Where one says whether one comes, and what may be recorded."""
    return reverse("contributor", args=[contributor.pk, token_for(SCOPE, contributor.pk, contributor.email_key)])


def private_url(contributor: Contributor) -> str:
    """As mails give it. Personal: never in logs, pages or exports."""
    return site_url(private_path(contributor))


def join_path(contributor: Contributor) -> str:
    """The page that leads to the video room; whoever is given it must be the person."""
    token = token_for(JOIN_SCOPE, contributor.pk, contributor.email_key)
    return reverse("join_contributor", args=[contributor.pk, token])


def join_url(contributor: Contributor) -> str:
    """Our own address that leads to the video room, never that of the provider. Personal, like the private link."""
    return site_url(join_path(contributor))


def contributor_behind(pk: int, token: str, scope: str = SCOPE) -> Contributor:
    """Raises Http404 for somebody unknown as for a wrong link."""
    found = Contributor.objects.select_related("workshop__fallback_for").filter(pk=pk).first()
    if not opens(token, scope, pk, found.email_key if found else "") or found is None:
        raise Http404
    return found
