"""How accounts are made: organisers invite people, nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; signing in goes by a code sent by mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
