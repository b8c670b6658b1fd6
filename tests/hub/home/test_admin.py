"""The administration of organisers: who enters, the menu, every page as a whole, previews."""

import re

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import admin_menu, help_menu
from wagtail.models import Page

from casestudies import models as learnt
from glossary.models import DefinitionPage, GlossaryPage
from hub.home.models import StandardPage
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page, index_page
from tests.factories.whole import everything
from tests.factories.workshops import authority, workshop
from workshops.models import WorkshopIndexPage

pytestmark = pytest.mark.django_db

LISTS = [
    "/admin/ateliers/",
    "/admin/etudes-de-cas/",
    "/admin/fiches-assemblees/",
    "/admin/temoignages/",
    "/admin/comptes-rendus/",
    "/admin/snippets/glossary/term/",
    "/admin/snippets/glossary/theme/",
    "/admin/snippets/casestudies/source/",
    "/admin/snippets/community/authority/",
    "/admin/snippets/workshops/cycle/",
    "/admin/snippets/workshops/outsideevent/",
]


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def request_of(person):
    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def test_strangers_sign_in_and_plain_members_are_told(client):
    home_page()
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/connexion/?")
    client.force_login(member())
    answer = client.get("/admin/", follow=True)
    assert (answer.status_code, len(answer.redirect_chain)) == (403, 1)


def test_menu_follows_what_organisers_do(office):
    assert office.get("/admin/").status_code == 200
    items = sorted(admin_menu.menu_items_for_request(request_of(organiser())), key=lambda item: item.order)
    assert [item.label for item in items] == [
        "Ateliers",
        "Études de cas",
        "Assemblées",
        "À revérifier",
        "Suites",
        "Suites à vérifier",
        "Propositions",
        "Signalements",
        "Témoignages",
        "Comptes-rendus",
        "Glossaire",
        "Recherches sans résultat",
        "Étiquettes",
        "Documents lus",
        "Membres",
        "Messages",
        "Guide",
        "Arborescence",
        "Images",
        "Documents",
        "Rapports",
        "Réglages",
        "Aide",
    ]


def test_submenus_lead_to_everything_else(office):
    assert office.get("/admin/").status_code == 200
    request = request_of(organiser())
    items = {item.label: item for item in admin_menu.menu_items_for_request(request)}
    submenus = {label: items[label].menu for label in ("Ateliers", "Assemblées", "Glossaire", "Membres", "Messages")}
    assert {
        label: [item.label for item in menu.menu_items_for_request(request)] for label, menu in submenus.items()
    } == {
        "Ateliers": [
            "Tous les ateliers",
            "Vue du mois",
            "Cycles",
            "Événements extérieurs",
            "Contraintes de calendrier",
            "Imports de calendriers",
        ],
        "Assemblées": ["Toutes les assemblées", "Sources"],
        "Glossaire": ["Termes", "Mots équivalents", "Thèmes", "Définition"],
        "Membres": ["Membres", "Collectivités", "Inviter une personne", "Journal de sécurité", "Quitter l’équipe"],
        "Messages": ["Tous les messages", "Modèles de messages", "Les mails arrivent-ils ?"],
    }
    assert [item.name for item in help_menu.menu_items_for_request(request)] == ["keyboard-shortcuts-trigger"]


def addresses() -> list[str]:
    subject, evidence, study = everything()
    pages = Page.objects.filter(depth__gt=1).values_list("pk", flat=True)
    return [
        "/admin/",
        "/admin/users/",
        "/admin/users/new/",
        "/admin/propositions/",
        f"/admin/propositions/inspect/{proposal().pk}/",
        "/admin/messages/",
        "/admin/messages/reessayer/",
        "/admin/messages/modeles/",
        "/admin/messages/modeles/sign-in-code/",
        *LISTS,
        *(path + "add/" for path in LISTS if "snippets" in path),
        f"/admin/snippets/glossary/theme/edit/{subject.pk}/",
        f"/admin/snippets/casestudies/source/usage/{evidence.pk}/",
        *(f"/admin/pages/{pk}/edit/" for pk in pages),
        f"/admin/pages/{study.pk}/history/",
        "/admin/snippets/choose/casestudies/source/",
        "/admin/snippets/choose/community/authority/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/account/",
        "/admin/reports/site-history/",
    ]


#: Addresses that pages name without calling them: a link in a notice, an example, XML names.
NAMED_ONLY = {
    "testserver",
    "www.enable-javascript.com",
    "guide.wagtail.org",
    "domain.com",
    "www.w3.org",
    "www.ecologie.gouv.fr",
}


LOADED = re.compile(r"""<(?:script|img|iframe|link|form|use)\b[^>]*(?:src|href|action)=["'](?:https?:)?//([^/"']+)""")


def test_every_page_answers_in_french_and_calls_nobody_else(office):
    for path in addresses():
        answer = office.get(path)
        html = answer.content.decode()
        assert (path, answer.status_code) == (path, 200)
        loaded = re.findall(
            r"""<(?:script|img|iframe|link|form|use)\b[^>]*(?:src|href|action)=["'](?:https?:)?//([^/"']+)""", html
        )
        assert (path, loaded) == (path, [])
        assert (path, set(re.findall(r"https?://([\w.-]+)", html)) - NAMED_ONLY - {"testserver", "exemple.fr"}) == (
            path,
            set(),
        )


def test_preview_may_be_framed_by_the_administration_only(office):
    page = workshop()
    address = f"/admin/pages/{page.pk}/edit/preview/"
    answer = office.get(address)
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in office.get(page.url)["Content-Security-Policy"]


def test_every_kind_of_page_has_a_draft_view(office):
    everything()
    for model, slug in [(DefinitionPage, "definition"), (GlossaryPage, "glossaire"), (StandardPage, "le-groupe")]:
        index_page(model, slug, slug)
    kinds = {type(page).__name__: page for page in home_page().get_descendants(inclusive=True).specific()}
    answers = {kind: office.get(f"/admin/pages/{page.pk}/view_draft/").status_code for kind, page in kinds.items()}
    assert answers == dict.fromkeys(
        [
            "AssemblyIndexPage",
            "AssemblyPage",
            "CaseStudyIndexPage",
            "CaseStudyPage",
            "DefinitionPage",
            "GlossaryPage",
            "HomePage",
            "ReportIndexPage",
            "ReportPage",
            "StandardPage",
            "TestimonyIndexPage",
            "TestimonyPage",
            "WorkshopIndexPage",
            "WorkshopPage",
        ],
        200,
    )


@pytest.mark.parametrize(
    ("model", "index", "slug"),
    [
        ("workshops/workshoppage", WorkshopIndexPage, "ateliers"),
        ("casestudies/assemblypage", learnt.AssemblyIndexPage, "assemblees"),
        ("casestudies/casestudypage", learnt.CaseStudyIndexPage, "etudes-de-cas"),
        ("casestudies/testimonypage", learnt.TestimonyIndexPage, "temoignages"),
        ("casestudies/reportpage", learnt.ReportIndexPage, "comptes-rendus"),
        ("home/standardpage", None, ""),
    ],
)
def test_page_never_saved_has_a_preview(office, model, index, slug):
    parent = index_page(index, slug, slug) if index else home_page()
    form = office.get(f"/admin/pages/add/{model}/{parent.pk}/").context["form"]
    data = {}
    for formset in form.formsets.values():
        data |= {formset.management_form.add_prefix(name): 0 for name in formset.management_form.fields}
    data |= {f"{name}-count": 0 for name in ("practice", "outcome", "body")}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    data |= {"title": "Essai", "slug": "essai", "practice_summary": "On fait ainsi.", "authority": authority().pk}
    data |= {"certainty": "proposed", "mode": "online", "status": "unknown"}
    address = f"/admin/pages/add/{model}/{parent.pk}/preview/"
    assert office.post(address, data).json()["is_valid"]
    answer = office.get(address)
    assert (answer.status_code, "Essai" in answer.content.decode()) == (200, True)


def test_checks_run_in_the_preview_panel_and_nowhere_else(office):
    page = workshop()
    asking = office.get("/admin/").wsgi_request

    def bars(**attributes: bool) -> int:
        answer = page.make_preview_request(asking, extra_request_attrs=attributes)
        return answer.render().content.decode().count("<wagtail-userbar>")

    assert bars(in_preview_panel=True) == bars(in_preview_panel=False) + 1 == 1
    assert office.get(page.url).content.decode().count("userbar") == 0
