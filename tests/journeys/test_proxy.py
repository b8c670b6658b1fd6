"""Through the proxy of `deploy/`: a real Caddy with our configuration."""

import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from hub.core.private_links import random_token

CADDYFILE = Path(settings.BASE_DIR, "deploy/Caddyfile")
READY = b"serving initial configuration"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Proxy:
    """Caddy in front of a site; `log` is what it has written once it is stopped."""

    def __init__(self, folder: Path, upstream: str) -> None:
        self.port = free_port()
        self.media = folder / "media"
        self.media.mkdir()
        environment = {
            **os.environ,
            "AGORA_DOMAIN": f":{self.port}",
            "AGORA_UPSTREAM": upstream,
            "AGORA_MEDIA": str(self.media),
            "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }
        command = ["caddy", "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
        self.lines = [*self._until_ready()]

    def _until_ready(self) -> Iterator[bytes]:
        for line in self.process.stderr:
            yield line
            if READY in line:
                return

    def get(self, path: str, **headers: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def stop(self) -> str:
        self.process.terminate()
        self.lines += self.process.stderr.readlines()
        self.process.wait()
        return b"".join(self.lines).decode()


@pytest.fixture
def proxy(tmp_path) -> Iterator[Callable[[str], Proxy]]:
    started: list[Proxy] = []

    def start(upstream: str) -> Proxy:
        started.append(Proxy(tmp_path, upstream))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        one.process.stderr.close()


@pytest.fixture
def upstream() -> Iterator[tuple[str, list[str]]]:
    """A site that answers everything: its address, and what it was asked for."""
    asked: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_picture_that_the_folder_does_not_hold_is_asked_of_the_site(proxy, upstream):
    """It may stand in S3 storage."""
    address, asked = upstream
    front = proxy(address)
    (front.media / "images").mkdir()
    (front.media / "images" / "rue.webp").write_bytes(b"RIFF")
    paths = ["/media/images/rue.webp", "/media/images/place.webp", "/media/images/"]
    assert [front.get(path) for path in paths] == [200, 200, 200]
    assert asked == paths[1:]


def test_request_that_could_not_be_handed_on_is_logged_without_its_address(proxy):
    token = random_token()
    path = reverse("proposal", args=[1, token])
    broken = proxy(f"127.0.0.1:{free_port()}")
    status = broken.get(path, Referer=f"https://agoratheque.example{path}", Cookie=f"session={token}")
    log = broken.stop()
    assert (status, "connection refused" in log, token in log) == (502, True, False)
