"""A name server of one's own, on the loopback: it knows what the test tells it, or never answers."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass
class NameServer:
    """`known` holds what is said of a name and a type: records, SILENT, FAILING or GARBAGE."""

    port: int = 0
    known: dict[tuple[str, str], object] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    #: Of every name that is not known.
    otherwise: str = "no such name"


SILENT, FAILING, GARBAGE = "silent", "failing", "garbage"


class Question(socketserver.BaseRequestHandler):
    server: "Listener"

    def handle(self) -> None:
        data, line = self.request
        query = dns.message.from_wire(data)
        (asked,) = query.question
        name, kind = asked.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(asked.rdtype)
        names = self.server.names
        names.asked.append((name, kind))
        said = names.known.get((name, kind), names.otherwise)
        if said == SILENT:
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if said == FAILING:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif isinstance(said, list):
            answer.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", kind, said))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        line.sendto(b"\x00" * 5 if said == GARBAGE else answer.to_wire(), self.client_address)


class Listener(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, names: NameServer) -> None:
        super().__init__(("127.0.0.1", 0), Question)
        self.names = names


@contextmanager
def name_server() -> Iterator[NameServer]:
    names = NameServer()
    with Listener(names) as listener:
        names.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield names
        finally:
            listener.shutdown()
            thread.join()
