"""What is copied, read aloud or extracted of a page: figures stay figures, whatever calls stand beside them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from casestudies.models import AssemblyPage, CaseStudyPage
from hub.french.typography import typographic
from tests.factories.casestudies import assembly, case_study, fact, source, step

pytestmark = pytest.mark.django_db


def text_of(client, address: str) -> str:
    """As a program that ignores all markup extracts it."""
    return plain(soup(client, address).get_text())


def soup(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text.replace("\u2060", "")))


def test_number_with_two_calls_is_copied_as_it_is(client):
    first, second = source(), source()
    number = step("La règle", "<p>Jugement n° 2303524.</p>", sources=(first, second))
    study = case_study(assemblies=[assembly()], practice=[number])
    assert "Jugement n° 2303524[1, 2]." in text_of(client, study.get_url())


def test_no_digit_of_a_starter_page_touches_a_call(client):
    call_command("load_starter", verbosity=0)
    pages = [*AssemblyPage.objects.live(), *CaseStudyPage.objects.live()]
    assert len(pages) > 15
    for page in pages:
        tree = soup(client, page.get_url())
        with_calls = plain(tree.get_text())
        for call in tree.select(".call"):
            assert re.fullmatch(r"(\[|, )\d+\]?", plain(call.get_text()))
            call.decompose()
        without = plain(tree.get_text())
        assert re.sub(r"\[\d+(, \d+)*\]", "", with_calls) == without


def test_every_fact_of_the_starter_is_extracted_whole(client):
    call_command("load_starter", verbosity=0)
    pages = AssemblyPage.objects.live().with_evidence()
    for page in pages:
        said = text_of(client, page.get_url())
        missing = [row.value for row in page.facts.all() if _figures(row.value) and _beginning(row.value) not in said]
        assert (page.title, missing) == (page.title, [])


def _figures(value: str) -> bool:
    return bool(re.search(r"\d", value))


def _beginning(value: str) -> str:
    """Its first words, up to the call that stands before the last full stop."""
    return plain(typographic(value)).rstrip(". ")


def test_calls_stand_in_order(client):
    first, second = source(), source()
    subject = assembly()
    fact(subject, "size", "100 membres.", source=first)
    fact(subject, "pay", "44 €.", source=second, second_source=first)
    assert "44 €[1, 2]." in text_of(client, subject.get_url())
