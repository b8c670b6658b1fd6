"""What something else relies on is not deleted, and the organiser is told why."""

import pytest
from wagtail.models import Page

from glossary.models import Term, Theme
from tests.factories.casestudies import answer, assembly, case_study, definition, fact, report, source, step
from tests.factories.organisers import organiser, proposal
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def delete(client, thing, model: str) -> tuple[bool, str]:
    """Ask for the deletion; whether the thing is gone, and what was said."""
    answer = client.post(f"/admin/snippets/{model}/delete/{thing.pk}/", follow=True)
    assert answer.status_code == 200
    said = " ".join(str(message).strip() for message in answer.context["messages"])
    return not type(thing).objects.filter(pk=thing.pk).exists(), said


def test_theme_in_use_stays_and_its_uses_are_named(office):
    subject = theme("Indemnisation")
    workshop(title="Atelier de juin", themes=[subject])
    proposal("Ville de Rouen", themes=[subject])
    gone, said = delete(office, subject, "glossary/theme")
    assert (gone, "Atelier de juin, Ville de Rouen" in said) == (False, True)


def test_source_in_use_stays_whether_in_a_fact_or_in_a_text(office):
    in_fact, in_text = source(), source()
    fact(assembly("Assemblée du futur"), source=in_fact)
    case_study("Indemniser", practice=[step("Montant", sources=(in_text,))])
    # The index of references is written when a page is saved.
    for page in Page.objects.filter(depth=4).specific():
        page.save()
    for evidence, name in [(in_fact, "Assemblée du futur"), (in_text, "Indemniser")]:
        gone, said = delete(office, evidence, "casestudies/source")
        assert (gone, name in said) == (False, True)


def test_authority_and_definition_in_use_stay(office):
    sheet = assembly(authority=authority("Ville de Rouen"))
    criterion = definition("Tirée au sort")[0]
    answer(sheet, criterion)
    assert not delete(office, sheet.authority, "community/authority")[0]
    assert not delete(office, criterion.version, "glossary/definitionversion")[0]


def test_what_is_not_used_is_deleted(office):
    term = Term.objects.create(name="Mandat", slug="mandat")
    assert [delete(office, theme(), "glossary/theme")[0], delete(office, source(), "casestudies/source")[0]] == [
        True,
        True,
    ]
    assert delete(office, term, "glossary/term")[0]


def test_used_things_stay_when_several_are_deleted_at_once(office):
    used, free = theme("Indemnisation"), theme("Tirage au sort")
    workshop(themes=[used])
    office.post(f"/admin/bulk/glossary/theme/delete/?id={used.pk}&id={free.pk}")
    assert set(Theme.objects.all()) == {used, free}


def test_workshop_with_a_report_stays(office):
    meeting = workshop()
    report(workshop=meeting).save()
    assert office.post(f"/admin/pages/{meeting.pk}/delete/").status_code == 302
    assert Page.objects.filter(pk=meeting.pk).exists()


def test_criterion_with_answers_is_not_taken_out_of_its_version(office):
    criterion = definition("Tirée au sort", "Indemnisée")[0]
    answer(assembly(), criterion)
    version = criterion.version
    address = f"/admin/snippets/glossary/definitionversion/edit/{version.pk}/"
    data = {"number": 1, "adopted_on": "", "is_current": "on", "note": ""}
    data |= {"criteria-TOTAL_FORMS": 2, "criteria-INITIAL_FORMS": 2, "criteria-MIN_NUM_FORMS": 1}
    for rank, line in enumerate(version.criteria.all()):
        prefix = f"criteria-{rank}"
        data |= {f"{prefix}-id": line.pk, f"{prefix}-number": line.number, f"{prefix}-label": line.label}
        data |= {f"{prefix}-wording": line.wording, f"{prefix}-ORDER": rank + 1}
        data |= {f"{prefix}-points-TOTAL_FORMS": 0, f"{prefix}-points-INITIAL_FORMS": 0}
    refused = office.post(address, {**data, "criteria-0-DELETE": "on"})
    assert "a des réponses dans les fiches d’assemblées" in refused.content.decode()
    office.post(address, {**data, "criteria-1-DELETE": "on"})
    assert list(version.criteria.all()) == [criterion]
