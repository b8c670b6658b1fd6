"""A mailbox of one's own, on the loopback: it hangs when the test says so, and keeps what was marked as read."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """`hangs_at` is the command that gets no answer («GREETING» before any); `drips`: it sends signs for ever."""

    port: int = 0
    password: str = "secret-of-the-mailbox"  # noqa: S105 -- of a test
    hangs_at: str = ""
    drips: bool = False
    #: The command that is refused, and how often each was asked.
    refuses: str = ""
    asked: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    #: Bytes of messages that were sent.
    sent: int = 0
    #: A server that sends whole messages whatever was asked for.
    ignores_limits: bool = False
    released: threading.Event = field(default_factory=threading.Event)


class Conversation(socketserver.StreamRequestHandler):
    server: "Listener"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        try:
            self.converse(self.server.mailbox)
        except (ConnectionError, BrokenPipeError):
            return

    def converse(self, box: Mailbox) -> None:
        goes_on = self.may_answer(box, "GREETING") and self.say("* OK essai")
        while goes_on and (line := self.rfile.readline()):
            tag, _, asked = line.decode().strip().partition(" ")
            word = asked.upper().removeprefix("UID ").partition(" ")[0]
            box.asked.append(word)
            if not self.may_answer(box, word):
                return
            status = "NO" if word == box.refuses else self.answer(box, word, asked)
            goes_on = self.say(f"{tag} {status} fini") and word != "LOGOUT"

    def may_answer(self, box: Mailbox, word: str) -> bool:
        if word != box.hangs_at:
            return True
        while box.drips and not box.released.wait(0.05):
            self.wfile.write(b"*")
        box.released.wait(30)
        return False

    def answer(self, box: Mailbox, word: str, asked: str) -> str:
        if word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN":
            return "OK" if f'"{box.password}"' in asked else "NO"
        elif word == "SELECT":
            self.say(f"* {len(box.messages)} EXISTS")
        elif word == "SEARCH":
            unread = (str(number) for number in range(1, len(box.messages) + 1) if number not in box.seen)
            self.say(f"* SEARCH {' '.join(unread)}")
        elif word == "FETCH":
            self.fetch(box, asked)
        elif word == "STORE":
            box.seen.add(int(asked.split()[2]))
        return "OK"

    def fetch(self, box: Mailbox, asked: str) -> None:
        number, limit = map(int, re.search(r"FETCH (\d+) \(BODY.PEEK\[\]<0\.(\d+)>\)", asked).groups())
        part = box.messages[number - 1][: None if box.ignores_limits else limit]
        box.sent += len(part)
        self.wfile.write(b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%b)\r\n" % (number, number, len(part), part))

    def say(self, line: str) -> bool:
        self.wfile.write(line.encode() + b"\r\n")
        return True


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mailbox = mailbox


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with Listener(box) as listener:
        box.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.released.set()
            listener.shutdown()
            thread.join()
