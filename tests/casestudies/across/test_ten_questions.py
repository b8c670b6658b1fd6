"""Ten questions of a busy reader: the answer for all assemblies stands two clicks from the home page at most."""

import re

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db

TABLES = {
    "pay": ("/themes/indemnisation/comparer/", "Montant"),
    "condition": ("/themes/indemnisation/comparer/", "Condition"),
    "childcare": ("/themes/indemnisation/comparer/", "Frais pris en charge"),
    "pool": ("/themes/tirage-au-sort/comparer/", "Vivier"),
    "answer rate": ("/themes/tirage-au-sort/comparer/", "Taux de réponse"),
    "mandate": ("/themes/tirage-au-sort/comparer/?volet=mandat", "Durée du mandat"),
    "renewal": ("/themes/tirage-au-sort/comparer/?volet=mandat", "Renouvellement"),
    "answer delay": ("/themes/reddition-des-comptes/comparer/", "Sous quel délai"),
    "what was taken up": ("/themes/reddition-des-comptes/comparer/", "Suites"),
    "budget": ("/themes/elus-et-agents/comparer/", "Budget annuel"),
}


def links(client, address: str) -> set[str]:
    html = client.get(address).text
    return {found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"#]*)"', html)}


def test_every_question_is_answered_two_clicks_from_home(client):
    call_command("load_starter", verbosity=0)
    first = {address for address in links(client, "/") if address.startswith("/themes/")}
    second = {address for one in first for address in links(client, one)}
    lost = {
        question: address
        for question, (address, column) in TABLES.items()
        if address not in first | second or f">{column}" not in client.get(address).text
    }
    assert lost == {}


def test_starter_draws_have_the_rates_that_their_sources_allow(client):
    call_command("load_starter", verbosity=0)
    response = client.get("/themes/tirage-au-sort/comparer/?lignes=toutes")
    rows = [row for _, _, group in response.context["groups"] for row in group]
    rates = {
        row.page.authority.slug: said.figure
        for row in rows
        for cell in row.cells
        for said in cell.said
        if cell.column.name == "rate"
    }
    assert rates == {"paris": "= 7,5 %", "bourges": "= 9,7 %", "newham": "= 5 %", "toronto": "= 4,2 %"}
    assert len(rows) == 14
