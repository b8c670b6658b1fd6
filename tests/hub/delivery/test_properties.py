"""What must hold whatever is asked, in whatever order."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudies.across.filters import Likeness
from casestudies.across.views import SheetQuery
from casestudies.followups.filters import RegisterFilters
from casestudies.publications.filters import AssemblyFilters, CaseStudyFilters, TestimonyFilters
from hub.core.http import best_encoding
from hub.core.lists.kept import content_changed, echo, stored_token
from hub.delivery.asking import IGNORED, KEPT, normalised
from hub.delivery.front import Delivery
from tests.harness.delivering import ask, second_is_over

NAMES = st.sampled_from([*sorted(KEPT), "utm_source", "utm_x", "q", "inconnu"])
PAIRS = st.lists(st.tuples(NAMES, st.text(st.characters(codec="utf-8"), max_size=8)), max_size=8)


def test_every_filter_of_a_list_makes_pages_that_are_kept():
    """Those of criteria, a thousand ways for each assembly, are made each time."""
    lists = (AssemblyFilters, CaseStudyFilters, TestimonyFilters, Likeness, RegisterFilters)
    read = {facet.name for each in lists for facet in each.facets} | set(SheetQuery.base_fields)
    assert read - KEPT == set()


@given(PAIRS)
def test_query_string_keeps_what_pages_read_and_nothing_else(pairs):
    found = normalised(urlencode(pairs))
    read = [pair for pair in pairs if not pair[0].startswith(IGNORED)]
    assert (found is None) == any(name not in KEPT for name, _ in read)
    if found is not None:
        assert (parse_qsl(found, keep_blank_values=True), normalised(found)) == (read, found)


@given(st.text(max_size=200))
def test_query_string_of_any_bytes_is_understood_or_left(query):
    found = normalised(query)
    assert found is None or found.isascii()


@given(st.text(max_size=60))
def test_any_accept_encoding_has_an_answer(accepted):
    assert best_encoding(accepted) in ("", "gzip", "br")


@given(
    st.permutations(["br", "gzip", "deflate"]), st.sampled_from(["0", "0.0", "0.000"]), st.sampled_from(["br", "gzip"])
)
def test_encoding_that_is_refused_is_never_chosen(names, nothing, refused):
    accepted = ", ".join(f"{name};q={nothing}" if name == refused else name for name in names)
    assert best_encoding(accepted) == ({"br", "gzip"} - {refused}).pop()


EVENTS = st.sampled_from(["read", "read narrowed", "head", "change", "lose echo", "delete", "truncate", "restart"])


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, max_size=30))
def test_reader_never_gets_what_was_changed(events, django_capture_on_commit_callbacks):
    """`lose echo`: what another machine wrote; it is seen when the second is over, which is told by hand here."""

    def site(environ, start_response):
        body = stored_token().encode()
        start_response("200 OK", [("Cache-Control", "public"), ("Content-Length", str(len(body)))])
        return [body]

    front = Delivery(site)
    for event in events:
        if event == "change":
            with django_capture_on_commit_callbacks(execute=True):
                content_changed()
        elif event == "lose echo":
            content_changed()
            second_is_over(front)
        elif event == "delete":
            echo.path.unlink(missing_ok=True)
            second_is_over(front)
        elif event == "truncate":
            echo.path.write_bytes(b"")
        elif event == "restart":
            front = Delivery(site)
        else:
            path = "/a/?page=2" if event == "read narrowed" else "/a/"
            answer = ask(front, path, "HEAD" if event == "head" else "GET")
            assert answer.body == (b"" if event == "head" else stored_token().encode())
