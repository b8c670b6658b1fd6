"""How allauth is used here: no sign-up of its own, our mails, the address behind our proxies."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from hub.community import mails
from hub.core.limits import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up goes by `hub.community.actions.invitations`; signing in, by a code sent by mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mails.send(template_prefix, email, **{name: value for name, value in context.items() if name != "request"})

    def get_client_ip(self, request: HttpRequest) -> str:
        """Requests without an address, as those of a local socket, count together."""
        return client_address(request) or "local"
