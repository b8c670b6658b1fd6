"""Citations: text, BibTeX, RIS. Reference managers must read back exactly what was cited."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.publications.citations import Reference, as_bibtex, as_ris, as_text, bibtex_text
from hub.core.validators import one_line
from tests.factories.casestudies import assembly, case_study, hide

COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    **{f"\\{sign}": sign for sign in "$&%#_"},
}
COMMAND = re.compile("|".join(map(re.escape, COMMANDS)))
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from('{}\\%&#_^~$"@=-\n\r\t\x85\u2028 éER'), st.characters()), max_size=40
)


def reference(**fields: object) -> Reference:
    defaults = {
        "kind": "étude de cas",
        "slug": "paris-jury",
        "title": "Indemniser comme un jury d’assises",
        "organisation": "ICPC",
        "site": "Agorathèque",
        "address": "https://exemple.fr/etudes-de-cas/paris-jury/",
        "published": date(2026, 11, 2),
        "updated": date(2026, 12, 1),
        "accessed": date(2027, 1, 15),
    }
    return Reference(**{**defaults, **fields})  # type: ignore[arg-type]  # fields of several types


def fields_of(entry: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.M))


def read_back(value: str) -> str:
    return COMMAND.sub(lambda found: COMMANDS[found[0]], value)


def test_text_is_one_french_sentence():
    assert as_text(reference()) == (
        "ICPC. « Indemniser comme un jury d’assises » [étude de cas en ligne]. Agorathèque, 2 novembre 2026, "
        "mise à jour du 1er décembre 2026 [consultée le 15 janvier 2027]. Disponible à l’adresse : https://exemple.fr/etudes-de-cas/paris-jury/"
    )
    assert "Agorathèque [consultée le 15 janvier 2027]. Disponible" in as_text(reference(published=None, updated=None))
    assert "mise à jour" not in as_text(reference(updated=date(2026, 11, 2)))


def test_bibtex_entry():
    assert as_bibtex(reference(title="50 % & plus")) == (
        "@misc{agoratheque-etude-de-cas-paris-jury,\n"
        "  author = {{ICPC}},\n"
        "  title = {{50 \\% \\& plus}},\n"
        "  howpublished = {Agorathèque, étude de cas en ligne},\n"
        "  year = {2026},\n"
        "  date = {2026-12-01},\n"
        "  url = {https://exemple.fr/etudes-de-cas/paris-jury/},\n"
        "  urldate = {2027-01-15},\n"
        "  note = {Consultée le 15 janvier 2027},\n"
        "  langid = {french},\n"
        "}\n"
    )


def test_ris_record():
    lines = as_ris(reference()).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert [line for line in lines if line[:2] in ("DA", "Y2")] == ["DA  - 2026/12/01", "Y2  - 2027/01/15"]


@given(TEXTS)
def test_bibtex_text_is_balanced_and_reads_back(text):
    written = bibtex_text(text)
    depth = 0
    for sign in written:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert "\n" not in written
    assert read_back(written) == one_line(text)


@given(title=TEXTS, organisation=TEXTS, address=TEXTS)
def test_bibtex_entry_has_one_line_per_field(title, organisation, address):
    entry = as_bibtex(reference(title=title, organisation=organisation, address=address))
    fields = fields_of(entry)
    assert entry.split("\n")[0] == "@misc{agoratheque-etude-de-cas-paris-jury,"
    assert len(entry.split("\n")) == len(fields) + 3
    assert read_back(fields["title"][1:-1]) == one_line(title)
    assert set("{}\\") & set(fields.get("url", "")) == set()


@given(title=TEXTS, organisation=TEXTS)
def test_ris_has_one_line_per_tag_and_reads_back(title, organisation):
    record = as_ris(reference(title=title, organisation=organisation))
    lines = record.splitlines()
    assert record == "".join(f"{line}\r\n" for line in lines)
    tags = dict(RIS_LINE.fullmatch(line).groups() for line in lines)
    assert len(tags) == len(lines)
    assert tags.get("TI", "") == one_line(title)
    assert list(tags)[-1] == "ER"


# ---------------------------------------------------------------- on the site
@pytest.mark.django_db
@pytest.mark.parametrize(("extension", "media_type"), [("bib", "application/x-bibtex"), ("ris", "application/x-res")])
def test_pages_can_be_cited(client, extension, media_type):
    study, sheet = case_study("Une étude & demie", slug="une-etude"), assembly(slug="paris")
    for kind, page in (("etude-de-cas", study), ("assemblee", sheet)):
        path = f"/citer/{kind}/{page.slug}.{extension}"
        answer = client.get(path)
        assert answer["Content-Type"].startswith(media_type)
        assert answer.cookies == {}
        assert f"http://testserver{page.get_url()}" in answer.getvalue().decode()
        assert f'href="{path}"' in client.get(page.get_url()).content.decode()
        assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_what_is_cited_of_an_assembly_is_its_sheet(client):
    entry = client.get(f"/citer/assemblee/{assembly('Le « futur »', slug='paris').slug}.bib").getvalue().decode()
    assert entry.splitlines()[0] == "@misc{agoratheque-fiche-d-assemblee-paris,"
    assert fields_of(entry)["howpublished"] == "Agorathèque, fiche d’assemblée en ligne"
    html = " ".join(client.get("/assemblees/paris/").content.decode().split())
    assert "« Le “futur” » [fiche d’assemblée en ligne]" in html


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_hidden_pages_are_not_cited(client, way):
    hide(case_study(slug="cachee"), way)
    assert client.get("/citer/etude-de-cas/cachee.bib").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["temoignage/x.bib", "assemblee/rien.bib", "assemblee/rien.pdf", "%00/x.bib"])
def test_unknown_citations_are_not_found(client, path):
    assembly(slug="paris")
    assert client.get(f"/citer/{path}").status_code == 404
