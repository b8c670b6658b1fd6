"""The private link of a registration, which is mailed to its address and nowhere else."""

from datetime import datetime, timedelta

from django.http import Http404
from django.urls import reverse

from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for
from workshops.registering.models import Registration

SCOPE = "registration"
JOIN_SCOPE = "join"
#: A request that nobody confirmed is forgotten after this time.
UNPROVED_FOR = timedelta(days=7)


def private_path(registration: Registration) -> str:
    """The page of one's registration; whoever is given it must be its owner."""
    token = token_for(SCOPE, registration.pk, registration.email_key)
    return reverse("registration", args=[registration.pk, token])


def private_url(registration: Registration) -> str:
    """As mails give it. Personal: never in logs, pages or exports."""
    return site_url(private_path(registration))


def join_path(registration: Registration) -> str:
    """The page that leads to the video room; whoever is given it must be the person."""
    token = token_for(JOIN_SCOPE, registration.pk, registration.email_key)
    return reverse("join", args=[registration.pk, token])


def join_url(registration: Registration) -> str:
    """Our own address that leads to the video room, never that of the provider. Personal, like the private link."""
    return site_url(join_path(registration))


def registration_behind(pk: int, token: str, scope: str = SCOPE) -> Registration:
    """Raises Http404 for an unknown registration as for a wrong link."""
    found = Registration.objects.select_related("desk__workshop__fallback_for").filter(pk=pk).first()
    if not opens(token, scope, pk, found.email_key if found else "") or found is None:
        raise Http404
    return found


def asked_until(registration: Registration) -> datetime:
    """Until when a request may be confirmed."""
    return registration.since + UNPROVED_FOR
