"""Every address of the site, asked for by everybody, once for all tests of this file (one file: one walk for each run).

Who reaches what stands in `areas.py`, where secrets may be found in `secrets.py`.
"""

from collections import Counter
from http import HTTPStatus

from hub.core.lists.watching import watched_tables
from tests.guards.areas import ABOVE_ORGANISERS, AREAS, EXPECTED, FAILS_ON_PURPOSE, WITHOUT_FORM_SECRET, routes_of
from tests.guards.secrets import BY_LINK, BY_MAIL, BY_ORGANISERS, KEPT
from tests.harness.english import is_foreign
from tests.harness.walk import (
    ADMINISTRATOR,
    ANONYMOUS,
    DOOR,
    FORGED,
    ORGANISER,
    READ,
    REFUSED,
    ROLES,
    SENT,
    SET_UP,
    WRONG,
    Visit,
)

AREA_OF = {route: area for area in AREAS for route in routes_of(area)}
#: What reading an address may write: sessions, the machinery of Wagtail's editor, sizes of files and pictures, which
#: pages show: they draw another token.
WRITTEN_BY_READING = {
    "core_contentstate",
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtaildocs_document",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtailsearch_indexentry",
    "wagtailusers_userprofile",
    # The day of the last reading, once a day.
    "workshops_privatefeed",
}

#: Wrong links to private calendars are counted: programs ask by themselves, again and again.
COUNTED = {"core_ratecount"}


#: Written by `migrate`; a process reads it once, so that the order of tests says which address does.
NAMES_OF_MODELS = {"django_content_type"}
#: Tables that public pages read, and that are not watched.
READ_UNWATCHED = {
    "core_contentstate": "the token itself",
    "workshops_registrationdesk": "says «complet» or not: its actions tell when that changes, not each registration",
}


def told(visits: list[Visit]) -> list[str]:
    return [f"{visit.role} {visit.method} {visit.route}: {visit.status} {visit.outcome}" for visit in visits]


def test_every_address_stands_in_one_area(walked):
    """A new address? Say in `areas.py` who may read it. An address that is gone? Take it away there."""
    named = Counter(route for area in AREAS for route in routes_of(area))
    assert {route for route, count in named.items() if count > 1} == set()
    assert set(walked.routes) - set(named) == set()
    assert set(named) - set(walked.routes) == set()
    assert set(EXPECTED) == set(AREAS)


def test_everybody_reads_what_they_may_and_nothing_else(walked):
    read = [visit for visit in walked.visits if visit.method == READ]
    assert len(read) == len(walked.routes) * len(ROLES)
    wrong = [visit for visit in read if visit.outcome != EXPECTED[AREA_OF[visit.route]][ROLES.index(visit.role)]]
    assert told(wrong) == []


def test_wrong_private_link_opens_nothing_to_anybody(walked):
    asked = [visit for visit in walked.visits if visit.method == WRONG]
    assert {visit.route for visit in asked} == {route for route in AREA_OF if "<str:token>" in route}
    assert told([visit for visit in asked if visit.outcome != REFUSED or visit.written - COUNTED or visit.shown]) == []


def test_no_address_fails(walked):
    failed = [visit for visit in walked.visits if visit.status >= HTTPStatus.INTERNAL_SERVER_ERROR]
    assert told([visit for visit in failed if visit.route not in FAILS_ON_PURPOSE]) == []


def test_form_without_its_secret_is_refused_and_writes_nothing(walked):
    forged = [visit for visit in walked.visits if visit.method == FORGED and visit.route not in WITHOUT_FORM_SECRET]
    assert told([visit for visit in forged if visit.outcome not in (REFUSED, DOOR, SET_UP) or visit.written]) == []


def test_forms_that_need_no_secret_are_those_named(walked):
    forged = [visit for visit in walked.visits if visit.method == FORGED]
    assert {visit.route for visit in forged if visit.outcome not in (REFUSED, DOOR, SET_UP)} == set(WITHOUT_FORM_SECRET)


def test_nobody_sends_to_the_administration_what_is_above_them(walked):
    sent = [visit for visit in walked.visits if visit.method == SENT]
    assert {visit.route for visit in sent} >= {route for area in ABOVE_ORGANISERS for route in routes_of(area)}
    assert told([visit for visit in sent if visit.outcome not in (REFUSED, DOOR, SET_UP) or visit.written]) == []


def test_reading_writes_nothing_but_the_books_of_the_machinery(walked):
    written = {table: visit.route for visit in walked.visits if visit.method == READ for table in visit.written}
    assert {table: route for table, route in written.items() if table not in WRITTEN_BY_READING} == {}


def test_nothing_was_written_unnoticed(walked):
    """Visits that were seen to write are undone; nothing else may have changed."""
    assert walked.changed == set()


# ---------------------------------------------------------------- French
#: What only looks English, or is meant to be.
FRENCH_TOO = {
    "AGORA_": "a setting of the server",
    "Active": "an assembly",
    "CC-BY 4.0": "a licence",
    "Import": "a calendar",
    "Note": "a field of several models",
    "Permanent": "a redirection",
    "Public": "a page",
    "Reply-To": "a header of mails, whose name is known by no other word",
    "Root page": "a column that Wagtail names itself, in a list for administrators",
    "Site name": "the same",
    "Table": "of open data",
    "Licence Ouverte / Open Licence 2.0 (Etalab)": "its name",
    **dict.fromkeys(["v=DMARC1", "v=spf1"], "a record of the DNS, to copy"),
    "Welcome to your new Wagtail site!": "the page that Wagtail's migrations make, which no loaded site has",
}
#: Answers for machines, and a reference in BibTeX.
FOR_MACHINES = ("admin/api/", "donnees/<")
REFERENCES = "@misc{"


def test_pages_of_organisers_and_administrators_are_said_in_french(walked):
    read = [visit for visit in walked.visits if visit.texts and not visit.route.startswith(FOR_MACHINES)]
    assert len([visit for visit in read if visit.route.startswith("admin/")]) > 400
    where = {text: visit.route for visit in read for text in visit.texts if not text.startswith(REFERENCES)}
    foreign = {text for text in where if is_foreign(text) and not any(known in text for known in FRENCH_TOO)}
    assert {text: where[text] for text in foreign} == {}


# ---------------------------------------------------------------- secrets
def test_answers_show_secrets_only_where_they_may(walked):
    found: dict[str, dict[str, set[str]]] = {}
    for visit in walked.visits:
        for kind in visit.shown:
            found.setdefault(kind, {}).setdefault(visit.route, set()).add(visit.role)
    wrong = {}
    for kind, routes in found.items():
        for route, roles in routes.items():
            open_to_all = route in BY_LINK.get(kind, ())
            organisers = route in BY_ORGANISERS.get(kind, ()) and roles <= {ORGANISER, ADMINISTRATOR}
            if not (open_to_all or organisers):
                wrong[kind, route] = roles
    assert wrong == {}


def test_secrets_are_read_where_they_should_be(walked):
    """Otherwise nothing would have been planted, and nothing could be found."""
    found = {(kind, visit.route) for visit in walked.visits for kind in visit.shown}
    named = {(kind, route) for table in (BY_LINK, BY_ORGANISERS) for kind, routes in table.items() for route in routes}
    assert named - found == set()


def test_mails_tell_secrets_to_their_addressee_only(walked):
    assert {kind: told for kind, told in walked.mailed.items() if told} == BY_MAIL


def test_secrets_are_kept_where_they_are_needed_only(walked):
    assert {kind: places for kind, places in walked.stored.items() if places} == KEPT


def test_logs_hold_no_secret(walked):
    assert walked.log_lines > 1000
    assert {kind: count for kind, count in walked.logged.items() if count} == {}


# ---------------------------------------------------------------- cookies
#: Pages with a form that anybody may send without a private link of their own, and those behind a link used once.
FORMS = {
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "compte/invitation/<str:token>/",
    "compte/ouvrir/",
    "connexion/",
    "documents/authenticate_with_password/<int:restriction_id>/",
    "ma-proposition/<int:pk>/<str:token>/accord/",
    "relecture/<str:token>/",
    "signaler-une-erreur/",
    "signaler-une-erreur/<int:pk>/<str:token>/",
    "verifier/<str:token>/",
    "verifier/<str:token>/suites/<slug:slug>/",
}


def test_cookies_are_for_writers_only(walked):
    read = [visit for visit in walked.visits if visit.role == ANONYMOUS and visit.method in (READ, WRONG)]
    assert {visit.route: visit.cookies for visit in read if visit.cookies} == {route: {"csrftoken"} for route in FORMS}


def test_page_that_sets_a_cookie_is_kept_by_no_shared_cache(walked):
    setting = [visit for visit in walked.visits if visit.cookies]
    assert {visit.route: visit.cache for visit in setting if "private" not in visit.cache} == {}


def test_only_public_addresses_say_that_any_cache_may_keep_them(walked):
    """What is kept in front of Django is the same for everybody: no cookie is set, none was looked at."""
    marked = [visit for visit in walked.visits if visit.cache.startswith("public")]
    assert {visit.method for visit in marked} == {READ}
    assert {AREA_OF[visit.route] for visit in marked} == {"public"}
    assert told([visit for visit in marked if visit.cookies or "Cookie" in visit.vary]) == []


def test_writing_what_kept_pages_read_moves_the_token(walked):
    """A table that a public page begins to read? Have it watched (`hub.core.lists.watching`), or say why not."""
    asked = [*walked.pages, *(visit for visit in walked.visits if visit.role == ANONYMOUS)]
    marked = [visit for visit in asked if visit.cache.startswith("public")]
    read = {table: visit.route for visit in marked for table in visit.read - NAMES_OF_MODELS}
    assert {table: read[table] for table in sorted(set(read) - watched_tables() - set(READ_UNWATCHED))} == {}
    assert set(READ_UNWATCHED) - set(read) == set()
