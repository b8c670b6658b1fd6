"""The private link of somebody who is asked, mailed to them and nowhere else."""

from django.http import Http404
from django.urls import reverse

from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for
from workshops.polls.models import PollInvitee

SCOPE = "date-poll"


def answer_path(invitee: PollInvitee) -> str:
    """The page where one answers; whoever is given it must be the person asked."""
    return reverse("poll_answer", args=[invitee.pk, token_for(SCOPE, invitee.pk, invitee.email_key)])


def answer_url(invitee: PollInvitee) -> str:
    """As mails give it. Personal: never in logs, pages or exports."""
    return site_url(answer_path(invitee))


def invitee_behind(pk: int, token: str) -> PollInvitee:
    """Raises Http404 for somebody unknown as for a wrong link."""
    found = PollInvitee.objects.select_related("poll__workshop").filter(pk=pk).first()
    if not opens(token, SCOPE, pk, found.email_key if found else "") or found is None:
        raise Http404
    return found
