"""Errors that actions raise, and the pages shown when something goes wrong."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class ActionError(Exception):
    """An action was refused. The message is a sentence in French, fit to be shown."""


class NotAllowed(ActionError):  # noqa: N818 -- reads as the sentence it stands for
    """The person may not do this."""


class WrongState(ActionError):  # noqa: N818 -- reads as the sentence it stands for
    """The object is not in a state that allows this."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: say what to do, in French."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
