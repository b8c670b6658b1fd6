"""What SQLite knows of the size of its tables."""

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from hub.core.statistics import count_rows
from tests.factories.casestudies import case_study

pytestmark = pytest.mark.django_db


def known_pages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'wagtailcore_page_slug_e7c11b8f'")
        return int(cursor.fetchone()[0].split()[0])


def test_rows_are_counted_again_once_the_site_has_grown():
    if connection.vendor != "sqlite":
        assert count_rows(timezone.now()) == 0
        return
    count_rows()
    before = known_pages()
    case_study()
    assert (known_pages(), count_rows(timezone.now())) == (before, 1)
    assert known_pages() == Page.objects.count() > before
