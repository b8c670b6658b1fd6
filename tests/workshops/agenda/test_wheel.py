"""The year's cycle as a hemicycle."""

from dataclasses import dataclass

from hub.core.dates.when import When
from workshops.agenda.wheel import draw


@dataclass
class Drawn:
    pk: int
    when: When
    doubt: str = ""
    fallback_for_id: int | None = None


def wheel(*texts_and_doubts):
    return draw(
        [(Drawn(pk, When.parse(text), doubt), "Sujet") for pk, (text, doubt) in enumerate(texts_and_doubts, 1)], 2027
    )


def test_wheel_says_in_words_what_it_draws():
    drawn = wheel(("2027-03-18/2027-03-19", "sous réserve"), ("2027-06", ""), ("2026-06", ""), ("", ""))
    assert drawn.summary == "18–19 mars : Sujet : sous réserve ; Juin : Sujet"
    assert (drawn.count, drawn.firm) == (2, 0)


def test_wheel_keeps_an_unsure_workshop_without_colour():
    unsure, planned = wheel(("2027-03-18", "sous réserve"), ("2027-06", "")).sectors
    assert (unsure.unsure, len(unsure.halves)) == (True, 0)
    assert (planned.unsure, len(planned.halves)) == (False, 2)


def test_wheel_draws_each_week_once():
    empty = wheel()
    assert empty.free_weeks.count("M") == 52 * 3


def test_wheel_ties_a_workshop_to_its_fallback():
    march, november = Drawn(1, When.parse("2027-03-18")), Drawn(2, When.parse("2027-11"), "repli", 1)
    assert len(draw([(march, "A"), (november, "B")], 2027).relays) == 1
    assert len(draw([(november, "B")], 2027).relays) == 0
