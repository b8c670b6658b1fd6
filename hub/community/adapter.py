"""How allauth is used here: no sign-up of its own, mails through the outbox, the address behind our proxies."""

import secrets
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from hub.core.limits import client_address
from hub.mail.actions import queue_mail
from hub.mail.letters import Letter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up goes by `hub.community.actions.invitations`; signing in, by a code sent by mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "Ce n’est pas le bon code. Relisez le dernier message reçu, ou demandez un autre code.",
        "too_many_login_attempts": "Trop de tentatives : ce code est perdu. Demandez-en un autre, ou attendez un peu.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who organises comes to work: the dashboard; everybody else, to their own page."""
        organises = request.user.is_authenticated and request.user.is_organiser
        return reverse("wagtailadmin_home" if organises else "my_space")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Requests without an address, as those of a local socket, count together."""
        return client_address(request) or "local"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: the request never waits for a mail server, whether the address is known or not."""
        frame = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        message = self.render_mail(template_prefix, email, {**frame, **context})
        life = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
        queue_mail(
            Letter("sign-in-code", str(message.subject), f"{message.body}\n"),
            to=email,
            dedup_key=f"sign-in-code-{secrets.token_hex(16)}",
            is_confidential=True,
            not_after=timezone.now() + life if "code" in context else None,
        )
