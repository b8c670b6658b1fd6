"""What apps say about the mails they write. Each app adds its lines in `AppConfig.ready()`; nobody imports upwards."""

from collections.abc import Callable

from hub.mail.letters import Letter
from hub.mail.models import OutgoingMail

#: Whether the reason of a mail still holds at the moment it leaves.
Check = Callable[[OutgoingMail], bool]
#: A letter with invented names, to be read before anything is sent.
Example = Callable[[], Letter]

_CHECKS: dict[str, Check] = {}
_PREVIEWS: dict[str, Example] = {}


def register_check(kind: str, still_holds: Check) -> None:
    """Ask `still_holds` right before a mail of this kind leaves; when it says no, the mail is dropped."""
    if kind in _CHECKS:
        raise ValueError(f"the check of {kind} is registered twice")
    _CHECKS[kind] = still_holds


def register_preview(kind: str, make_example: Example) -> None:
    """Show `make_example()` on the page of the administration that lists every kind of mail."""
    if kind in _PREVIEWS:
        raise ValueError(f"the preview of {kind} is registered twice")
    _PREVIEWS[kind] = make_example


def still_holds(mail: OutgoingMail) -> bool:
    """True for a kind without check."""
    return mail.kind not in _CHECKS or _CHECKS[mail.kind](mail)


def previews() -> dict[str, Example]:
    """In order of kind."""
    return {kind: _PREVIEWS[kind] for kind in sorted(_PREVIEWS)}
