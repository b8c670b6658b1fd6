"""Reports of delivery (RFC 3464): what a mail server says of a mail that did not arrive. Pure; believes nobody.

A report counts only when it holds the Message-ID of a mail of ours and names its recipient: the caller compares.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser, HeaderParser
from typing import Any

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_CODE = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
#: What a server may say of a recipient who did not get the mail. `delivered`, `relayed`, `expanded`: they did.
FAILED, DELAYED = "failed", "delayed"

#: Enhanced status codes (RFC 3463) in words, by what follows the class.
REASONS = {
    "1": "adresse inconnue",
    "1.8": "adresse d’expédition refusée",
    "2": "boîte qui ne reçoit pas de courrier",
    "2.2": "boîte pleine",
    "3.4": "message trop lourd",
    "4": "serveur injoignable",
    "7": "message refusé par le serveur qui reçoit",
}
OTHER_REASON = "raison non précisée"


@dataclass(frozen=True)
class Failure:
    """One recipient who did not get one mail. `code` is empty when the report gives none that can be read."""

    message_id: str
    recipients: frozenset[str]
    is_permanent: bool
    code: str


def reason(code: str) -> str:
    """Why, in words: `5.1.1` is «adresse inconnue»."""
    _, _, detail = code.partition(".")
    return REASONS.get(detail) or REASONS.get(detail.partition(".")[0]) or OTHER_REASON


def failures(raw: bytes) -> list[Failure]:
    """What a message reports; nothing for one that is no report, or that nobody can read.

    The message may have been cut: its end is not needed.
    """
    try:
        return list(_failures(BytesParser(policy=policy.compat32).parsebytes(raw)))
    except (LookupError, RecursionError, TypeError, ValueError, AttributeError):
        return []


def _failures(message: Message) -> Iterator[Failure]:
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return
    parts: Any = message.get_payload()
    message_id = next(filter(None, map(_returned_id, parts)), "")
    blocks = [block for part in parts for block in _blocks(part)]
    for block in blocks if message_id else ():
        failure = _failure(message_id, block)
        if failure is not None:
            yield failure


def _blocks(part: Message) -> list[Any]:
    """What is said of each recipient. The first block is about the whole message, and names nobody."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return []
    return list(part.get_payload())


def _returned_id(part: Message) -> str:
    """The Message-ID of the mail that came back, whole or by its headers only."""
    kind = part.get_content_type()
    content: Any = part.get_payload()
    if kind == "message/rfc822" and part.is_multipart():
        headers = content[0]
    elif kind == "text/rfc822-headers" and isinstance(content, str):
        headers = HeaderParser(policy=policy.compat32).parsestr(content)
    else:
        return ""
    found = _MESSAGE_ID.search(str(headers.get("Message-ID", "")))
    return found[0] if found else ""


def _failure(message_id: str, block: Message) -> Failure | None:
    recipients = frozenset(filter(None, (_address(block, f"{name}-Recipient") for name in ("Final", "Original"))))
    action = str(block.get("Action", "")).strip().lower()
    found = _CODE.match(str(block.get("Status", "")))
    code = found[1] if found else ""
    if not recipients or action not in {FAILED, DELAYED} or code.startswith("2"):
        return None
    return Failure(message_id, recipients, action == FAILED and code.startswith("5"), code)


def _address(block: Message, name: str) -> str:
    """`rfc822;anne@ville.fr` without its type."""
    return str(block.get(name, "")).partition(";")[2].strip(" \t\r\n<>").lower()
