"""Errors that actions raise."""


class ActionError(Exception):
    """An action was refused. The message is a sentence in French, fit to be shown."""


class NotAllowed(ActionError):  # noqa: N818 -- reads as the sentence it stands for
    """The person may not do this."""


class WrongState(ActionError):  # noqa: N818 -- reads as the sentence it stands for
    """The object is not in a state that allows this."""
