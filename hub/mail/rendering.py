"""How a mail looks on the wire: text first, the same words as plain HTML beside it, nothing loaded from elsewhere."""

import re
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from hub.core.addresses import site_base
from hub.core.sites import site_identity
from hub.mail.letters import CalendarPart
from hub.mail.models import OutgoingMail
from hub.mail.sender import from_line, reply_line

#: An address ends before white space, quotes, and the punctuation of the sentence around it.
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)]")


def mail_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message to send for `mail`; the same headers each time it is made, so that a mail sent again is the same.

    Sender, address for answers and signature are those of the moment it leaves.

    Raises ValueError for a subject or an address that can't stand in a header.
    """
    text = signed(mail.text)
    message = CalendarMessage(mail.subject, text, from_line(), [mail.recipient], headers=headers(mail))
    message.attach_alternative(html_of(mail.subject, text), "text/html")
    message.calendar = CalendarPart(mail.calendar_method, mail.calendar) if mail.calendar else None
    return message


class CalendarMessage(EmailMultiAlternatives):
    """A mail whose last form, if any, is for calendar programs (RFC 6047): they take the last one they understand."""

    calendar: CalendarPart | None = None

    def message(self, **options: Any) -> Any:
        found: Any = super().message(**options)
        if self.calendar is not None:
            found.attach(_calendar_form(self.calendar))
        return found


def _calendar_form(calendar: CalendarPart) -> MIMEBase:
    """In base64 and without a disposition: shown as an invitation, not as a file."""
    form = MIMEBase("text", "calendar", charset="UTF-8", method=calendar.method, component="VEVENT")
    del form["MIME-Version"]
    form.set_payload(calendar.text.encode())
    encode_base64(form)
    return form


def signed(text: str) -> str:
    """`text` with the signature of the group below, where there is one."""
    signature = site_identity().signature.strip()
    return f"{text}\n{signature}\n" if text and signature else text


def headers(mail: OutgoingMail) -> dict[str, str]:
    """What the reader's program must know besides sender, recipient and subject."""
    found = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(timezone.localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",
        "Reply-To": reply_line(),
    }
    if mail.unsubscribe_url:
        found["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def html_of(subject: str, text: str) -> str:
    """The plain text as a page: paragraphs, line breaks, links.

    Only addresses of our site become links: one typed by somebody into a name must not.
    """
    paragraphs = [_linked(part.strip("\n")) for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]
    return render_to_string("mails/frame.html", {"subject": subject, "paragraphs": paragraphs})


def _linked(paragraph: str) -> SafeString:
    parts, place = [], 0
    for found in _ADDRESS.finditer(paragraph):
        if _is_ours(found[0]):
            parts += [escape(paragraph[place : found.start()]), format_html('<a href="{0}">{0}</a>', found[0])]
            place = found.end()
    parts.append(escape(paragraph[place:]))
    return mark_safe("".join(parts).replace("\n", "<br>\n"))  # noqa: S308 -- every part is escaped above


def _is_ours(address: str) -> bool:
    base = site_base()
    return address == base or address.startswith((f"{base}/", f"{base}?", f"{base}#"))
