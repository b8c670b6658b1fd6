"""A time server of one's own, on the loopback: its clock is wrong by as much as the test wants."""

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class TimeServer:
    port: int = 0
    #: Seconds by which it is ahead.
    ahead: float = 0


class Question(socketserver.BaseRequestHandler):
    server: "Listener"

    def handle(self) -> None:
        _, line = self.request
        seconds = int(time.time() + self.server.clock.ahead) + 2_208_988_800
        line.sendto(b"\x1c" + 39 * b"\0" + struct.pack("!II", seconds, 0), self.client_address)


class Listener(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, clock: TimeServer) -> None:
        super().__init__(("127.0.0.1", 0), Question)
        self.clock = clock


@contextmanager
def time_server() -> Iterator[TimeServer]:
    clock = TimeServer()
    with Listener(clock) as listener:
        clock.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield clock
        finally:
            listener.shutdown()
            thread.join()
