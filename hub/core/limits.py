"""How often somebody may do something, counted in the database: all processes count together."""

import ipaddress
import json
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hub.core.models import CacheEntry, RateCount

HOUR = timedelta(hours=1)
TOO_MANY = "Beaucoup de demandes arrivent de votre réseau. Rien n’est perdu : envoyez de nouveau dans une heure."
#: An IPv6 customer has a whole network of this size: it counts as one address.
IPV6_PREFIX = 64


def allow(action: str, key: str, *, limit: int, per: timedelta) -> bool:
    """Count one more `action` by `key`; False once `limit` was reached in the current window of length `per`.

    `key` is an address or an e-mail address; only a keyed hash of it is stored. Call it outside the transaction of
    what is limited: a count that is rolled back limits nobody.
    """
    seconds = int(per.total_seconds())
    window = int(timezone.now().timestamp()) // seconds
    name = _hashed(action, key, seconds, window)
    ends_at = datetime.fromtimestamp((window + 1) * seconds, tz=UTC)
    RateCount.objects.bulk_create([RateCount(key=name, ends_at=ends_at)], ignore_conflicts=True)
    return RateCount.objects.filter(key=name, count__lt=limit).update(count=F("count") + 1) == 1


def allow_place(action: str, request: HttpRequest, *, per_hour: int) -> bool:
    """`allow` for where `request` comes from, an hour at a time: a whole town hall may share one address."""
    return allow(action, client_address(request), limit=per_hour, per=HOUR)


def place_key(request: HttpRequest) -> str:
    """Where `request` comes from, as the keyed hash that may be stored; empty when it is not known."""
    address = client_address(request)
    return _hashed("place", address) if address else ""


def purge_limits(now: datetime) -> int:
    """Forget the windows that are over, here and in the cache of allauth, which forgets only what is asked for again.

    Gives their number.
    """
    counted = CacheEntry.objects.filter(expires__lte=now).delete()[0]
    return counted + RateCount.objects.filter(ends_at__lte=now).delete()[0]


def client_address(request: HttpRequest) -> str:
    """The address the request comes from, for `allow`; an IPv6 one is cut to its network.

    `X-Forwarded-For` is believed only as far as `settings.TRUSTED_PROXIES` wrote it. Empty when there is none.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and address is not None and _is_proxy(address):
        before = _parsed(hops.pop())
        if before is None:
            break
        address = before
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False).network_address)
    return str(address or "")


def _hashed(*parts: str | int) -> str:
    return salted_hmac("hub.core.limits", json.dumps(parts), algorithm="sha256").hexdigest()


def _is_proxy(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(address in ipaddress.ip_network(network, strict=False) for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
