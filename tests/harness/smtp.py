"""A mail server of one's own, on the loopback: it answers as the test wants, and keeps what it accepted."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

#: Answers that are acts: never answer, close the line.
HANG, CUT = "hang", "cut"


@dataclass
class MailServer:
    """`greeting`, `sender`, `recipient` and `data` are the answers to each step, or HANG or CUT.

    Unless `data` refuses it, a message is kept as soon as its last line has come, before any answer: the worst case.
    """

    port: int = 0
    greeting: str = "220 essai"
    sender: str = "250 ok"
    recipient: str = "250 ok"
    data: str = "250 ok"
    #: Seconds between the acceptance of a message and the answer.
    pause: float = 0
    #: Addresses that are refused, whatever `recipient` says.
    unknown: set[str] = field(default_factory=set)
    messages: list[EmailMessage] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


class Conversation(socketserver.StreamRequestHandler):
    server: "Listener"

    def handle(self) -> None:
        try:
            self.converse(self.server.mails)
        except (ConnectionError, BrokenPipeError):
            return

    def converse(self, mails: MailServer) -> None:
        goes_on = self.say(mails.greeting)
        while goes_on and (line := self.rfile.readline()):
            word = line[:4].upper()
            if word == b"EHLO":
                goes_on = self.say("250 8BITMIME")
            elif word == b"MAIL":
                goes_on = self.say(mails.sender)
            elif word == b"RCPT":
                is_unknown = any(address.encode() in line for address in mails.unknown)
                goes_on = self.say("550 unknown" if is_unknown else mails.recipient)
            elif word == b"DATA":
                goes_on = self.say("354 ok") and self.accept(mails)
            else:
                goes_on = self.say("221 bye" if word == b"QUIT" else "250 ok") and word != b"QUIT"

    def accept(self, mails: MailServer) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if line == b"":
            return False
        if not mails.data.startswith(("4", "5")):
            mails.messages.append(message_from_bytes(b"".join(lines), policy=policy.default))
        time.sleep(mails.pause)
        return self.say(mails.data)

    def say(self, answer: str) -> bool:
        if answer == HANG:
            self.server.mails.released.wait(30)
        if answer in {HANG, CUT}:
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return True


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, mails: MailServer) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = mails


@contextmanager
def mail_server() -> Iterator[MailServer]:
    mails = MailServer()
    with Listener(mails) as listener:
        mails.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield mails
        finally:
            mails.released.set()
            listener.shutdown()
            thread.join()
