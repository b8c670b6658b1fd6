"""Letters about accounts."""

from django.template.loader import render_to_string

from hub.mail.letters import Letter


def sign_in_code_example() -> Letter:
    """The mail of a sign-in code, which allauth renders, with an invented code."""
    subject = render_to_string("account/email/login_code_subject.txt").strip()
    text = render_to_string("account/email/login_code_message.txt", {"code": "ABCD-EFGH"}).strip()
    return Letter("connexion", subject, f"{text}\n")
