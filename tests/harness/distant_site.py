"""A web server on this machine that a fake name server and fake cables present as public ones."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PUBLIC = "93.184.215.14"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Site:
    """A web server on this machine that a fake name server and fake cables present as a public one."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {"rep.example": [PUBLIC]}
        self.dialled: list[tuple[str, int]] = []
        self.asked: list[tuple[str, str]] = []
        self.methods: list[str] = []
        self.answers: dict[str, Callable] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path))
                site.methods.append(self.command)
                with suppress(OSError):
                    site.answers[self.path](self)

            do_HEAD = do_GET  # noqa: N815 -- the name that http.server looks for

            def log_message(self, *args: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def resolve(self, host: str, port: int, **_: object) -> list[tuple]:
        if host not in self.names:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.names[host]]

    def dial(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.dialled.append(address)
        if address[0] == "8.8.8.8":
            raise ConnectionRefusedError
        line = socket.socket()
        line.settimeout(timeout)
        line.connect(self.server.server_address)
        return line


def send(body: bytes = CALENDAR, status: int = 200, **headers: str) -> Callable:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


def moved(where: str, status: int = 302) -> Callable:
    return send(b"", status, Location=where)


@contextmanager
def distant_site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Every connection of this process leads to the server inside."""
    made = Site()
    monkeypatch.setattr(socket, "getaddrinfo", made.resolve)
    monkeypatch.setattr(socket, "create_connection", made.dial)
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()
