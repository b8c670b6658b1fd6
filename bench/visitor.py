"""Somebody who fills in forms: an address of their own, cookies, the secret of forms."""

import re
import time
import uuid
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bench.servers import BROWSER, Got

#: A workshop for which one may register.
OPEN_DESK = """
import django
django.setup()
from tests.factories.registering import desk_of
from tests.factories.workshops import workshop
desk_of(workshop("2099-03-18", slug="mesure", certainty="confirmed"))
"""
FORM = "/ateliers/mesure/inscription/"
REGISTERED = """
import django
django.setup()
from workshops.models import Registration
print(*Registration.objects.filter(desk__workshop__slug="mesure").values_list("email", flat=True), sep="\\n")
"""
SECRET = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visitor:
    """Comes from `place`: the address of the connection when it is one of this machine, else as a proxy would say."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.cookies: dict[str, str] = {}

    def read(self, site: str, path: str) -> Got:
        return self._ask("GET", site, path, "")

    def post(self, site: str, path: str, **fields: str) -> Got:
        return self._ask("POST", site, path, urlencode(fields))

    def send(self, site: str, path: str, **fields: str) -> Got:
        """Open the form, then send it with its secret."""
        found = SECRET.search(self.read(site, path).body.decode())
        return self.post(site, path, csrfmiddlewaretoken=found[1] if found else "", **fields)

    def _ask(self, method: str, site: str, path: str, body: str) -> Got:
        headers = dict(line.split(": ", 1) for line in BROWSER)
        headers |= {"Referer": f"https://{urlsplit(site).netloc}{path}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        is_ours = self.place.startswith("127.")
        if not is_ours:
            headers["X-Forwarded-For"] = self.place
        connection = HTTPConnection(
            urlsplit(site).netloc, timeout=30, source_address=(self.place, 0) if is_ours else None
        )
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            got = Got(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return got


def somebody(number: int) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "name": f"Personne {number}", "email": f"personne-{number}@exemple.fr"}


def register(site: Callable[[], str], number: int, thanked: set[str], again: Counter[str]) -> None:
    """As people do: whoever gets no answer sends the same form again, to where the site then is."""
    person, form = Visitor(f"127.1.{number // 250}.{number % 250 + 1}"), somebody(number)
    for _ in range(100):
        try:
            if person.post(site(), FORM, **form).status == 303:
                thanked.add(form["email"])
                return
        except (OSError, HTTPException):
            pass
        again["again"] += 1
        time.sleep(0.5)
    again["given up"] += 1
