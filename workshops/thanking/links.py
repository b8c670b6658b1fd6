"""The private link by which one says what one found in a workshop."""

from django.http import Http404
from django.urls import reverse

from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for
from workshops.thanking.models import Feedback

SCOPE = "feedback"


def feedback_path(feedback: Feedback) -> str:
    """The page where one answers; whoever is given it must be the person asked."""
    return reverse("feedback", args=[feedback.pk, token_for(SCOPE, feedback.pk, _key(feedback))])


def feedback_url(feedback: Feedback) -> str:
    """As mails give it. Personal: never in logs, pages or exports."""
    return site_url(feedback_path(feedback))


def feedback_behind(pk: int, token: str) -> Feedback:
    """Raises Http404 for nobody's, as for a wrong link."""
    found = Feedback.objects.select_related("registration", "desk__workshop").filter(pk=pk).first()
    is_theirs = opens(token, SCOPE, pk, _key(found) if found else "")
    if not is_theirs or found is None or found.registration is None:
        raise Http404
    return found


def _key(feedback: Feedback) -> str:
    return feedback.registration.email_key if feedback.registration else ""
