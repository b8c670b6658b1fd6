"""No test may leave this machine: a socket or a name look-up beyond the loopback fails at once."""

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class NetworkBlockedError(RuntimeError):
    """Not an OSError: code that survives a broken network must not hide it."""


def block() -> None:
    """Patch the socket module for the rest of the process."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign]  # on purpose
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]  # on purpose
    socket.getaddrinfo = _guarded_getaddrinfo


def is_local(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost", "0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


def _check(host: str | bytes | None) -> None:
    if not is_local(host):
        raise NetworkBlockedError(f"a test tried to reach {host!r}")


def _guarded_connect(sock: socket.socket, address: Any) -> None:
    if sock.family in {socket.AF_INET, socket.AF_INET6}:
        _check(address[0])
    _connect(sock, address)


def _guarded_connect_ex(sock: socket.socket, address: Any) -> int:
    if sock.family in {socket.AF_INET, socket.AF_INET6}:
        _check(address[0])
    return _connect_ex(sock, address)


def _guarded_getaddrinfo(host: str | bytes | None, *args: Any, **kwargs: Any) -> Any:
    _check(host)
    return _getaddrinfo(host, *args, **kwargs)
