"""What stays after an erasure is said where it is promised: by the registry, on each page that erases."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from casestudies.proposals.links import private_path
from casestudies.proposals.personal import REMAINS, remains_of_one
from hub.community.actions.erasing import erase_member
from hub.community.personal import ERASURE_REMAINS
from hub.core.registries import Person, personal_data
from hub.mail.personal import REMAINS as MAILS_REMAIN
from tests.factories.organisers import member, proposal
from tests.factories.pages import home_page
from tests.factories.person import EMAIL, busy_person
from tests.factories.person_traces import leave_more_traces
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db


def words_of(page: str) -> str:
    """The words of a page or of a sentence, whatever the spaces that typography put between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).replace("\u202f", " ").replace("\xa0", " ").split())


def unsaid(sentences: list[str], page: str) -> list[str]:
    return [words for words in sentences if words_of(words) not in words_of(page)]


def test_page_of_the_account_says_all_that_remains(client):
    home_page()
    client.force_login(member())
    page = client.get("/mon-espace/effacer/").content.decode()
    remains = [data.remains for data in personal_data() if data.remains]
    assert unsaid([*remains, *ERASURE_REMAINS], page) == []


def test_page_of_the_account_says_of_each_thing_whether_it_goes_whole(client):
    home_page()
    client.force_login(member())
    page = client.get("/mon-espace/effacer/").content.decode()
    suffix = {True: ", sauf ce qui est dit plus bas", False: ""}
    said = [words_of(line) for line in re.findall(r"<li>(.*?)</li>", page, re.DOTALL)]
    wanted = [words_of(data.label) + suffix[bool(data.remains)] for data in personal_data()]
    assert [line for line in wanted if line not in said] == []


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "withdrawn"])
def test_page_of_a_proposal_says_all_that_remains(client, state):
    home_page()
    sent = proposal(state=state)
    page = client.get(f"{private_path(sent)}retirer/").content.decode()
    assert (len(remains_of_one()), unsaid(remains_of_one(), page)) == (4, [])


def test_starter_page_on_privacy_says_the_same():
    text = (Path(settings.BASE_DIR) / "hub" / "home" / "starter" / "pages.json").read_text(encoding="utf-8")
    sections = json.loads(text)["confidentialite"]["sections"]
    page = " ".join(words for section in sections for words in section["paragraphs"])
    assert unsaid([REMAINS, MAILS_REMAIN, *ERASURE_REMAINS], page) == []


def test_nothing_that_is_exported_is_left():
    owner, sent, page = busy_person(theme())
    leave_more_traces(owner, sent, page)
    person = Person(EMAIL, owner)
    before = {data.name for data in personal_data() if data.export(person)}
    erase_member(owner, keep_published=True, at=timezone.now())
    assert {data.name for data in personal_data() if data.export(Person(EMAIL))} == set()
    assert before == {data.name for data in personal_data()}
