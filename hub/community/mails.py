"""Letters about accounts."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from hub.community.enums import InvitationRole
from hub.core.addresses import view_url
from hub.mail.letters import Letter, letter

KINDS = {InvitationRole.MEMBER: "account-link", InvitationRole.ORGANISER: "organiser-invitation"}
#: Stands for the secret of a link where mails are shown as examples.
NO_TOKEN = "exemple"  # noqa: S105 -- opens nothing
#: Stands for the role address of the group in the same examples.
CONTACT = "contact@exemple.fr"


def link_letter(role: InvitationRole, token: str, contact: str) -> Letter:
    """Gives the link that opens an account, or makes an organiser of its reader."""
    link = view_url("accept_invitation", token)
    return letter(KINDS[role], link=link, contact_email=contact)


def account_exists_letter() -> Letter:
    """Answers whoever asks for an account with an address that has one."""
    return letter("account-exists", link=view_url("account_login"))


def second_factor_letter(name: str, decided_by: str, *, at: datetime, reason: str) -> Letter:
    """Tells everybody who organises that the second factor of `name` was removed, so that a fraud is noticed."""
    links = {"link": view_url("account_login"), "log": view_url("security_log:index")}
    return letter("second-factor", name=name, by=decided_by, at=at, reason=reason, **links)


def left_letter(name: str, to: str) -> Letter:
    """Tells everybody who organises that `name` left, and that `to` takes charge."""
    return letter("organiser-left", name=name, to=to, log=view_url("security_log:index"))


def sign_in_code_example() -> Letter:
    """The mail of a sign-in code, which allauth renders, with an invented code."""
    subject = render_to_string("account/email/login_code_subject.txt").strip()
    text = render_to_string("account/email/login_code_message.txt", {"code": "ABCD-EFGH"}).strip()
    return Letter("sign-in-code", subject, f"{text}\n")


#: Examples of every letter of this app, for the administration.
EXAMPLES = {
    "sign-in-code": sign_in_code_example,
    "account-exists": account_exists_letter,
    "account-link": lambda: link_letter(InvitationRole.MEMBER, NO_TOKEN, CONTACT),
    "second-factor": lambda: second_factor_letter(
        "Claire Exemple", "Paul Exemple", at=timezone.now(), reason="Nous nous sommes parlé en visioconférence."
    ),
    "organiser-left": lambda: left_letter("Claire Exemple", "Paul Exemple"),
    "organiser-invitation": lambda: link_letter(InvitationRole.ORGANISER, NO_TOKEN, CONTACT),
}
