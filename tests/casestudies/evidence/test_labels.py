"""The words attached to the rows of lists are those that the pages themselves give."""

import pytest

from casestudies.evidence.labels import attach_labels
from casestudies.models import CaseStudyPage, ReportPage
from hub.community.models import Authority
from tests.factories.casestudies import assembly, case_study, report
from tests.factories.workshops import authority, theme

pytestmark = pytest.mark.django_db


def test_attached_labels_are_those_of_the_pages_in_the_same_order():
    pay, draw = theme("Indemnisation", order=2), theme("Tirage au sort", order=1)
    rouen, paris = (assembly(name, authority=authority(name)) for name in ("Rouen", "Paris"))
    second = assembly("Une autre de Rouen", authority=rouen.authority)
    case_study("Toutes", themes=[pay, draw], assemblies=[second, paris, rouen])
    case_study("Aucune")
    rows = list(CaseStudyPage.objects.order_by("pk"))
    attach_labels(rows, "theme_labels", "themes", "label")
    attach_labels(rows, "place_names", "assemblies", "authority__name")
    pages = CaseStudyPage.objects.order_by("pk")
    assert [(row.theme_labels, row.place_names) for row in rows] == [(p.theme_labels, p.place_names) for p in pages]
    assert (rows[0].theme_labels, len(rows[0].place_names)) == (["Tirage au sort", "Indemnisation"], 2)


def test_attached_labels_follow_the_usual_order_of_what_they_name():
    page = report("Un compte-rendu")
    page.authorities.set([authority("Rouen"), authority("Paris")])
    page.save()
    rows = list(ReportPage.objects.all())
    attach_labels(rows, "place_names", "authorities", "name")
    assert rows[0].place_names == list(Authority.objects.filter(reports=page).values_list("name", flat=True))


def test_nothing_to_label_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        attach_labels([], "theme_labels", "themes", "label")
