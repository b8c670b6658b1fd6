"""Private links open one thing, under the key of the site."""

from hub.core.private_links import opens, token_for


def test_link_opens_what_it_was_made_for() -> None:
    assert opens(token_for("proposal", 12, 1), "proposal", 12, 1) is True


def test_link_opens_nothing_else() -> None:
    token = token_for("proposal", 12, 1)
    others = [("proposal", 12, 2), ("proposal", 121, ""), ("proposal", 1, 21), ("review", 12, 1)]
    assert [opens(token, *other) for other in others] == [False] * 4
    assert [opens(wrong, "proposal", 12, 1) for wrong in ("", token[:-1], token + "a", "é" * 43)] == [False] * 4


def test_former_key_is_accepted_while_it_is_kept(settings) -> None:
    token = token_for("proposal", 12, 1)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert opens(token, "proposal", 12, 1) is False
    settings.SECRET_KEY_FALLBACKS = [former]
    assert opens(token, "proposal", 12, 1) is True
