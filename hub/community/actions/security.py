"""The security log: one line for each thing that happens to an account."""

import ipaddress
from datetime import datetime, timedelta

from hub.community.enums import SecurityKind
from hub.community.models import Member, SecurityEvent

#: How long the log is kept.
KEPT = timedelta(days=365)
#: What is kept of an address: enough to see that two events come from the same place, not who lives there.
IPV4_PREFIX, IPV6_PREFIX = 24, 48


def record_event(
    kind: SecurityKind, member: Member | None, *, by: Member | None = None, address: str = "", detail: str = ""
) -> SecurityEvent:
    """Write one line. `by` is the other person who did it; `address` is where the request came from, kept in part."""
    return SecurityEvent.objects.create(
        kind=kind, member=member, by=by, network=truncated(address), detail=detail[:100]
    )


def truncated(address: str) -> str:
    """The network that `address` belongs to; empty when it is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = IPV4_PREFIX if parsed.version == 4 else IPV6_PREFIX
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def purge_security_log(now: datetime) -> int:
    """Forget what is older than twelve months; gives the number of lines."""
    return SecurityEvent.objects.filter(at__lt=now - KEPT).delete()[0]
