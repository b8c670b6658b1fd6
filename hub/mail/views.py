"""`/courrier/`: the mails that would have been sent. Served only where `settings.SHOW_MAILS` is on."""

from email import policy
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.mail.backends import plain_text

#: The latest mails shown.
SHOWN = 50


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    paths = sorted(Path(settings.MAIL_DIR).glob("*.eml"), reverse=True)[:SHOWN]
    return render(request, "mail/mailbox.html", {"mails": [_read(path) for path in paths]})


def _read(path: Path) -> dict[str, str]:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    return {
        "subject": str(message["Subject"] or ""),
        "to": str(message["To"] or ""),
        "date": str(message["Date"] or ""),
        "text": plain_text(message),
    }
