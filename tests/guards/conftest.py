"""The walk over all addresses, done once: tests only look at what was noted."""

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.guards.areas import ABOVE_ORGANISERS, AREAS, EXPECTED, routes_of
from tests.harness.walk import DOOR, MEMBER, ORGANISER, SET_UP, WITHOUT_FACTOR
from tests.harness.whole_walk import Walked, walk_everywhere


@pytest.fixture(scope="session")
def walked(django_db_setup, django_db_blocker) -> Walked:
    """Its things are taken away at once: other tests find the database as it was."""
    above = {route for area in ABOVE_ORGANISERS for route in routes_of(area)}
    administration = {route for area in AREAS for route in routes_of(area) if EXPECTED[area][1:3] == (DOOR, SET_UP)}
    sent = {ORGANISER: above, MEMBER: administration, WITHOUT_FACTOR: administration}
    with django_db_blocker.unblock(), override_settings(ADMIN_REQUIRES_SECOND_FACTOR=True):
        caches["default"].clear()
        try:
            noted = walk_everywhere(sent)
        finally:
            caches["default"].clear()
            django_db_setup.reset()
    return noted
