"""What a browser sends to the proposal form."""

import io
import re
import time
import uuid

from django.core.signing import b62_encode
from PIL import Image

from casestudies.models import Proposal
from casestudies.proposals.links import private_path
from casestudies.proposing.forms.steps import FormKey

START = "/proposer-un-temoignage/"


class _OlderKey(FormKey):
    """The key of a form that was opened a minute ago."""

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - 60)


def key(value: uuid.UUID | None = None) -> str:
    return _OlderKey().sign(str(value or uuid.uuid4()))


def first_step(**changed: object) -> dict:
    given = {
        "key": key(),
        "intents": ["testify"],
        "organisation": "Ville de Rouen",
        "name": "Camille Martin",
        "email": "camille.martin@rouen.fr",
    }
    return {**given, **changed}


def begun(client, **changed: object) -> Proposal:
    """A draft begun with the form."""
    client.post(START, first_step(**changed))
    return Proposal.objects.latest("pk")


def step_path(draft: Proposal, number: int) -> str:
    return f"{private_path(draft)}etape/{number}/"


def summary_of(page) -> list[tuple[str, str]]:
    """Target and text of each line of the summary of errors, without the name of its field."""
    summary = re.search(r'<div class="summary".*?</div>', page.content.decode(), re.DOTALL)
    lines = re.findall(r'<a href="[^"]*#(\w+)"\s*>(?:<b>.*?</b> )?(.*?)</a>', summary[0] if summary else "")
    return [(target, re.sub(r"[\u202f\u00a0]", " ", text)) for target, text in lines]


def title_of(page) -> str:
    return re.search(r"<title>(.*?)</title>", page.content.decode())[1].replace("\u202f", " ")


def words_of(page) -> str:
    """The text of a page, without tags nor special spaces."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(re.sub(r"[\u202f\u00a0]", " ", text).split())


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "orange").save(drawn, kind, **options)
    return drawn.getvalue()
