"""Mails about accounts. Everything that accounts send, allauth's codes included, leaves through `send`."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from hub.core.validators import one_line


def send(template: str, to: str, **context: Any) -> None:
    """Send the mail made of `<template>_subject.txt` and `<template>_message.txt`.

    `token`, when given, becomes the address `link` of the page that accepts an invitation.
    """
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    if "token" in context:
        context["link"] = base + reverse("accept_invitation", args=[context.pop("token")])
    context = {"base_url": base, "contact_email": settings.CONTACT_EMAIL, **context}
    subject = one_line(render_to_string(f"{template}_subject.txt", context))
    body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to]).send()
