"""A site with nothing to think about: what the web server and Python cost before any line of ours."""

from collections.abc import Callable, Iterable
from typing import Any

BODY = bytes(10_000)
SAID = [("Cache-Control", "public"), ("ETag", '"0"'), ("Vary", "Accept-Encoding"), ("Server-Timing", "hit")]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/304/":
        start_response("304 Not Modified", SAID)
        return ()
    start_response("200 OK", [*SAID, ("Content-Length", str(len(BODY)))])
    return (BODY,)
