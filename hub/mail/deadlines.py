"""An end to conversations with servers that answer each time just early enough."""

import socket
import threading
import time
from contextlib import suppress


def cut_later(line: socket.socket, deadline: float) -> threading.Timer:
    """Cut `line` at `deadline`, an instant of `time.monotonic`, below TLS: whoever waits on it is woken at once.

    The timer runs; whoever has finished cancels it.
    """

    def cut() -> None:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = threading.Timer(max(0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    return timer
