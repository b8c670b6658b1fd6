"""Two web machines behind a proxy, one PostgreSQL, `tick` on both: do they agree, and what does the loss of one cost?

python -m bench.two_machines           (--publications 40 --seconds 20)

Needs nginx and PostgreSQL (Debian: apt install nginx-light postgresql). Each machine is two processes with an AGORA_VAR
of their own; only the database is shared. Exit status 1 when a bound is passed. Files that people send are not
measured here, where each machine keeps its own: `bench.object_storage` shares them.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.error import HTTPError

from bench.servers import Farm, get, needed_programs
from bench.together import publisher, says
from bench.visitor import FORM, OPEN_DESK, REGISTERED, Visitor, register, somebody
from tests.harness.smtp import MailServer, mail_server

PROXY = """
  upstream machines {{ server {one}; server {other}; }}
  server {{ listen 127.0.0.1:%(port)d; location / {{
    proxy_pass http://machines; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_connect_timeout 2s;
    proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto https;
  }} }}
"""
MEMBER = """
import django
django.setup()
from tests.factories.organisers import member
member("membre@lecteurs.exemple")
"""
#: Seconds after which another machine shows what was published.
SOON = 2.0
EACH_SECOND = 20
LIMIT = 60
#: Seconds in which mails that a killed machine had taken are sent by the other one: their lease is two minutes.
PATIENCE = 200


@dataclass
class Rehearsal:
    """What runs, and what was found: words, value, bound, whether it holds."""

    farm: Farm
    mails: MailServer
    #: Address of each machine, then that of the proxy.
    at: dict[str, str] = field(default_factory=dict)
    front: str = ""
    found: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def tell(self, words: str, value: object, bound: str, holds: bool) -> None:
        self.found.append((words, str(value), bound, holds))

    def start(self, name: str) -> None:
        more = {"AGORA_SMTP_HOST": "127.0.0.1", "AGORA_SMTP_PORT": str(self.mails.port), "AGORA_SMTP_TLS": "0"}
        self.at[name] = self.farm.serve(name, delivery=True, AGORA_TRUSTED_PROXIES="127.0.0.1", **more)
        self.farm.tick(name, **more)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publications", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=20, help="of forms sent while a machine is killed")
    options = parser.parse_args()
    if "nginx" in needed_programs():
        sys.stdout.write("Il manque nginx ; sous Debian : apt install nginx-light\n")
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        mail_server() as mails,
        Farm(Path(folder), postgres=True) as farm,
    ):
        rehearsal = Rehearsal(farm, mails)
        rehearse(rehearsal, options.publications, options.seconds)
    sys.stdout.write(f"\n{'':<58}{'mesuré':>14}  borne\n")
    for words, value, bound, holds in rehearsal.found:
        sys.stdout.write(f"{words:<58}{value:>14}  {bound}{'' if holds else '  DÉPASSÉE'}\n")
    sys.stdout.write("médias : non mesurés, chaque machine a les siens (python -m bench.object_storage les partage)\n")
    return 0 if all(holds for *_, holds in rehearsal.found) else 1


def rehearse(rehearsal: Rehearsal, publications: int, seconds: int) -> None:
    farm = rehearsal.farm
    one, other = farm.site("a", studies=0), farm.machine("b", like="a")
    farm.run(one, OPEN_DESK)
    farm.run(one, MEMBER)
    for name in (one, other):
        rehearsal.start(name)
    ports = {name: address.removeprefix("http://") for name, address in rehearsal.at.items()}
    rehearsal.front = farm.start_nginx("proxy", PROXY.format(one=ports[one], other=ports[other]))
    publish(rehearsal, publications)
    same_bytes(rehearsal)
    sign_in(rehearsal)
    limits(rehearsal)
    lose_the_database(rehearsal)
    lose_one(rehearsal, seconds)


def publish(rehearsal: Rehearsal, count: int) -> None:
    """On each machine in turn; read at once there, and asked for on the other one until nothing old is given."""
    late, old_here, names = [], 0, list(rehearsal.at)
    for address in [address for address in rehearsal.at.values() for _ in range(8)]:
        get(f"{address}/le-groupe/")  # every worker has loaded what it needs
    with publisher(rehearsal.farm, "a") as on_a, publisher(rehearsal.farm, "b") as on_b:
        for number in range(1, count + 1):
            here, there = names[:: 1 if number % 2 else -1]
            path = (on_a if here == "a" else on_b)(number)
            done = asked = time.monotonic()
            old_here += not _shows(rehearsal.at[here] + path, number)
            late.append(0.0)
            while not _shows(rehearsal.at[there] + path, number) and asked < done + 10 * SOON:
                late[-1] = asked - done
                time.sleep(0.02)
                asked = time.monotonic()
    rehearsal.tell(f"{count} publications, anciennes sur la même machine", old_here, "0", old_here == 0)
    rehearsal.tell("  demandées à l’autre et encore anciennes, médiane", f"{statistics.median(late):.2f} s", "", True)
    rehearsal.tell(
        "  demandées à l’autre et encore anciennes, au plus tard",
        f"{max(late):.2f} s",
        f"≤ {SOON:.0f} s",
        max(late) <= SOON,
    )


def _shows(address: str, number: int) -> bool:
    """On both workers of the machine, as far as four requests reach them."""
    return all(says(number, get(address).body.decode()) for _ in range(4))


def same_bytes(rehearsal: Rehearsal) -> None:
    """A reader whom the proxy sends from one machine to the other has nothing to load again."""
    paths = rehearsal.farm.paths(rehearsal.front)
    asked = ["/", "/etudes-de-cas/", "/agenda/ateliers.ics", f"/assemblees/comparer/?{paths.pop('three')}"]
    asked += paths.values()
    answers = {
        path: [get(address + path, ("Accept-Encoding: gzip",)) for address in rehearsal.at.values()] for path in asked
    }
    other = [path for path, (a, b) in answers.items() if (a.body, a.headers["ETag"]) != (b.body, b.headers["ETag"])]
    rehearsal.tell(f"{len(asked)} pages, octets ou ETag différents", len(other), "0", not other)


def sign_in(rehearsal: Rehearsal) -> None:
    """Begun on one machine, ended on the other, by a code that either `tick` sends; then signed out."""
    a, b = rehearsal.at.values()
    person = Visitor("203.0.113.1")
    person.send(a, "/connexion/", email="membre@lecteurs.exemple")
    code = _code(rehearsal.mails)
    person.send(b, "/connexion/code/", code=code)
    read = [person.read(address, "/mon-espace/").status for address in (a, b)]
    person.send(a, "/deconnexion/")
    left = [person.read(address, "/mon-espace/").status for address in (a, b)]
    rehearsal.tell("connexion commencée sur l’une, finie sur l’autre", read, "[200, 200]", read == [200, 200])
    rehearsal.tell("déconnexion sur l’une, lue sur les deux", left, "[302, 302]", left == [302, 302])


def _code(mails: MailServer) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for message in mails.messages:
            words = _text(message).split()
            found = [word for word in words if len(word) in (7, 9) and word.isupper() and "-" in word]
            if found:
                return found[0]
        time.sleep(0.1)
    raise RuntimeError("no sign-in code came")


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return body.get_content() if body is not None else ""


def limits(rehearsal: Rehearsal) -> None:
    """From one place, in turn on both machines, until it is too much."""
    place = Visitor("127.0.9.9")
    said = Counter(place.post(rehearsal.front, FORM, **somebody(number)).status for number in range(LIMIT + 10))
    right = {303: LIMIT, 429: 10}
    rehearsal.tell(f"{LIMIT + 10} demandes d’un même lieu", dict(said), str(right), dict(said) == right)


def lose_the_database(rehearsal: Rehearsal) -> None:
    """Stopped as by a crash, then started: kept pages go on, and are true again once it answers."""
    asked = [f"{address}/le-groupe/" for address in rehearsal.at.values() for _ in range(4)]
    for address in asked:
        get(address)
    rehearsal.farm.stop_postgres()
    statuses = Counter(_status(address) for address in asked)
    rehearsal.farm.start_postgres()
    with publisher(rehearsal.farm, "a") as publish_one:
        path = publish_one(6_666)
    time.sleep(SOON)
    is_new = all(_shows(address + path, 6_666) for address in rehearsal.at.values())
    rehearsal.tell("base arrêtée : pages gardées", dict(statuses), "{200: 8}", set(statuses) == {200})
    rehearsal.tell("base revenue : montrent ce qui est publié", is_new, "True", is_new)


def _status(address: str) -> int:
    try:
        return get(address).status
    except HTTPError as error:
        return error.code


def lose_one(rehearsal: Rehearsal, seconds: int) -> None:
    """Forms at a steady pace while a machine dies, and comes back; nobody who was thanked may be forgotten."""
    thanked: set[str] = set()
    again: Counter[str] = Counter()
    with ThreadPoolExecutor(16) as pool:
        killer = threading.Timer(seconds / 3, rehearsal.farm.kill, (rehearsal.at["a"], "tick a"))
        killer.start()
        begun = time.monotonic()
        for number in range(1_000, 1_000 + seconds * EACH_SECOND):
            time.sleep(max(begun + (number - 1_000) / EACH_SECOND - time.monotonic(), 0))
            pool.submit(register, lambda: rehearsal.front, number, thanked, again)
    with publisher(rehearsal.farm, "b") as publish_one:
        path = publish_one(7_777)
    kept = rehearsal.farm.run("b", REGISTERED).split()
    lost = thanked - set(kept)
    rehearsal.tell(f"{len(thanked)} formulaires remerciés, une machine tuée : perdus", len(lost), "0", not lost)
    rehearsal.tell("  envoyés de nouveau par leurs auteurs", again["again"], "", True)
    rehearsal.tell("  abandonnés", again["given up"], "0", again["given up"] == 0)
    mails_come(rehearsal, set(kept))
    rehearsal.start("a")
    is_new = _shows(rehearsal.at["a"] + path, 7_777)
    rehearsal.tell("machine revenue : montre ce qui a changé sans elle", is_new, "True", is_new)


def mails_come(rehearsal: Rehearsal, registered: set[str]) -> None:
    """One for each registration, whichever `tick` sends it; those that the dead one held come when their lease ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        came = Counter(str(message["To"]) for message in list(rehearsal.mails.messages))
        if registered <= set(came):
            break
        time.sleep(1)
    missing = registered - set(came)
    twice = sum(came[address] > 1 for address in registered)
    rehearsal.tell(f"{len(registered)} mails de confirmation : jamais venus", len(missing), "0", not missing)
    rehearsal.tell("  venus deux fois", twice, "≤ 1", twice <= 1)


if __name__ == "__main__":
    sys.exit(main())
