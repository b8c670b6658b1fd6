"""What is kept of pages within a limit: the one that nobody asked for longest leaves first."""

from hub.delivery.pages import Page, Shelf

PAGE = Page("token", 0, 60, "200 OK", [], b"x" * 1000)


def kept(shelf: Shelf, *names: str) -> list[str]:
    return [name for name in names if name in shelf._pages]


def test_page_that_was_asked_for_stays_longer_than_one_that_was_not():
    shelf = Shelf(2 * PAGE.weight)
    for name in ("a", "b"):
        shelf.put(name, PAGE)
    assert shelf.get("a") is PAGE
    shelf.put("c", PAGE)
    assert (kept(shelf, "a", "b", "c"), shelf.weight) == (["a", "c"], 2 * PAGE.weight)


def test_page_made_again_weighs_once_and_one_too_heavy_is_not_kept():
    shelf = Shelf(2 * PAGE.weight)
    for _ in range(3):
        shelf.put("a", PAGE)
    assert (kept(shelf, "a"), shelf.weight) == (["a"], PAGE.weight)
    shelf.put("b", Page("token", 0, 60, "200 OK", [], b"x" * 10_000))
    assert (kept(shelf, "a", "b"), shelf.weight) == ([], 0)


def test_page_is_true_from_its_first_instant_to_its_last_under_its_own_token():
    told = [PAGE.is_true(now, token) for token, now in (("token", 0), ("token", 59.9), ("token", 60), ("other", 0))]
    assert (told, PAGE.is_true(-1, "token")) == ([True, True, False, False], False)
