"""What was asked of the database: whether it would be answered the same."""

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from glossary.models import Term
from hub.core.lists import asked_again
from hub.core.lists.asked_again import are_answered_the_same, noted
from hub.core.lists.kept import kept, kept_few
from hub.core.models import RateCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def terms():
    return [Term.objects.create(name=name, slug=name.lower(), definition="Un mot.") for name in ("Tirage", "Mandat")]


def written(read) -> bytes:
    with noted() as questions:
        read()
    return questions.written()


def names() -> list[str]:
    return list(Term.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    "read",
    [
        names,
        lambda: list(Term.objects.order_by("pk")),
        lambda: Term.objects.order_by("pk").first().name,
        lambda: Term.objects.filter(definition__contains="mot").count(),
        lambda: Term.objects.in_bulk(),
        lambda: names() and Term.objects.filter(slug="mandat").exists() and Term.objects.latest("pk").name,
    ],
)
def test_change_of_what_was_read_is_seen_and_nothing_else(read, terms):
    asked = written(read)
    assert are_answered_the_same(asked)
    Term.objects.create(name="Suivi", slug="suivi", definition="Un mot.")
    Term.objects.filter(slug="suivi").delete()
    assert are_answered_the_same(asked)
    Term.objects.create(name="Autre", slug="autre", definition="Un mot.")
    Term.objects.filter(pk=terms[0].pk).update(name="Changé")
    assert not are_answered_the_same(asked)


def test_what_nobody_asked_for_may_change(terms):
    asked = written(lambda: list(Term.objects.filter(pk=terms[0].pk).values_list("name", flat=True)))
    Term.objects.filter(pk=terms[0].pk).update(definition="Autrement.")
    terms[1].delete()
    assert are_answered_the_same(asked)


def test_whoever_asks_is_given_the_rows_however_they_are_fetched():
    with noted(), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM glossary_term ORDER BY name")
        assert [cursor.fetchone(), cursor.fetchone(), cursor.fetchone()] == [("Mandat",), ("Tirage",), None]
        cursor.execute("SELECT name FROM glossary_term ORDER BY name")  # the same cursor again
        assert [cursor.fetchmany(1), cursor.fetchmany(5), cursor.fetchall()] == [[("Mandat",)], [("Tirage",)], []]
        cursor.execute("SELECT name FROM glossary_term ORDER BY name DESC")
        assert list(cursor) == [("Tirage",), ("Mandat",)]
        assert cursor.description[0][0] == "name"


def test_rows_in_no_order_are_the_same_in_any():
    rows = [(2, "b"), (1, "a")]
    assert asked_again.digest("SELECT 1", rows) == asked_again.digest("SELECT 1", rows[::-1])
    assert asked_again.digest("SELECT 1 ORDER BY 1", rows) != asked_again.digest("SELECT 1 ORDER BY 1", rows[::-1])
    assert asked_again.digest("SELECT 1", rows) != asked_again.digest("SELECT 1", rows[:1])


def test_whatever_writes_is_never_the_same():
    assert written(lambda: names() and Term.objects.update(definition="Autre.")) == b""
    assert written(lambda: names() and Term.objects.create(name="Suivi", slug="suivi")) == b""
    assert not are_answered_the_same(b"")


def test_row_that_nobody_watches_is_not_written_again():
    """Its key is given back, as rows that are read are."""
    assert written(lambda: RateCount.objects.create(key="a", ends_at=timezone.now())) == b""


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_lost_connection_is_no_error_of_the_page(error):
    def lost(*args, **kwargs):
        raise error

    asked = written(names)
    with connection.execute_wrapper(lost):
        assert not are_answered_the_same(asked)


def test_what_fails_is_never_the_same():
    def fails():
        with transaction.atomic(), pytest.raises(OperationalError), connection.execute_wrapper(away):
            names()
        names()

    assert written(fails) == b""


def away(*args, **kwargs):
    raise OperationalError


def test_rows_that_come_by_and_by_are_left_to_come():
    """On PostgreSQL: a file of ten thousand rows is never whole in memory. SQLite gives a list in either case."""
    asked = written(lambda: list(Term.objects.iterator(chunk_size=1)))
    assert (asked == b"") == (connection.vendor == "postgresql")


def test_page_that_reads_much_is_not_asked_again(monkeypatch):
    monkeypatch.setattr(asked_again, "MOST_ROWS", 3)
    assert are_answered_the_same(written(names))
    assert written(lambda: [names(), names()]) == b""


def test_what_has_no_written_form_is_not_asked_again():
    class Local(str):
        """Of a class that nobody can find again."""

    assert written(lambda: list(Term.objects.filter(name=Local("Mandat")).values_list("pk"))) == b""


def test_what_others_keep_is_not_read_and_nothing_is_left_to_them(terms):
    assert kept("names", names) == ["Mandat", "Tirage"]
    few = dict.fromkeys(kept_few("few", [1, 2], lambda keys: dict.fromkeys(keys, "before")), 1)
    with noted() as questions:
        assert [kept("names", lambda: "anew"), kept("names", lambda: "again")] == ["anew", "anew"]
        assert kept_few("few", [1, 3], lambda keys: dict.fromkeys(keys, "anew")) == {1: "anew", 3: "anew"}
        kept_few("few", range(200), lambda keys: dict.fromkeys(keys, "many"))
        assert kept("theirs", names)
    assert are_answered_the_same(questions.written())
    assert kept("names", lambda: "anew") == ["Mandat", "Tirage"]
    assert kept("theirs", lambda: "others") == "others"
    assert kept_few("few", few, lambda keys: dict.fromkeys(keys, "after")) == {1: "before", 2: "before"}
    Term.objects.filter(pk=terms[0].pk).update(name="Changé")
    assert not are_answered_the_same(questions.written())
