"""The year's cycle as a hemicycle."""

import math
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.dates.when import When
from workshops.agenda.wheel import INNER, draw, lanes, span
from workshops.agenda.wheel_labels import BOTTOM, CENTRE, LEFT, OUTER, RIGHT, TOP


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


# ---------------------------------------------------------------- workshops that meet, and their labels
@pytest.mark.parametrize(
    ("whens", "count"),
    [
        (["2027-06", "2027-06"], 2),
        (["2027-06", "2027-06-10"], 2),
        (["2027-06-01", "2027-06-20"], 1),
        (["2027-06-10", "2027-06-10", "2027-06-10"], 3),
        (["2027-05", "2027-06", "2027-07"], 1),
        (["2027-05", "2027-05/2027-06", "2027-06"], 2),
    ],
)
def test_workshops_that_meet_share_the_ring(whens, count):
    found = lanes([span(When.parse(when), 2027) for when in whens])
    assert len(set(found)) == count
    assert max(outer - inner for inner, outer in found) <= (OUTER - INNER) / count


DAYS = st.dates(min_value=When.parse("2027-01-01").earliest, max_value=When.parse("2027-12-31").earliest)
WHENS = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: f"{day}T14:00/{day}T16:00"),
    st.integers(1, 12).map("2027-{:02d}".format),
    st.integers(1, 11).map(lambda month: f"2027-{month:02d}|2027-{month + 1:02d}"),
)
SUBJECTS = st.sampled_from(["Tirage au sort", "Indemnisation, Reddition des comptes, Élues et élus", "", "x" * 80])
YEARS = st.lists(st.tuples(WHENS, SUBJECTS, st.sampled_from(["", "sous réserve"])), max_size=14)


@given(YEARS)
def test_sectors_never_overlap(year):
    spans = [angles for when, _, _ in year if (angles := span(When.parse(when), 2027))]
    placed = list(zip(spans, lanes(spans), strict=True))
    for ((start, end), (inner, outer)), ((other_start, other_end), (other_inner, other_outer)) in combinations(
        placed, 2
    ):
        apart_in_time = end >= other_start or other_end >= start
        assert apart_in_time or outer <= other_inner or other_outer <= inner


@given(YEARS)
def test_labels_stay_inside_apart_and_off_the_ring(year):
    drawn = draw([(Drawn(pk, When.parse(when), doubt), what) for pk, (when, what, doubt) in enumerate(year)], 2027)
    assert len(drawn.labels) == len(year)
    for left, top, right, bottom in (label.box for label in drawn.labels):
        assert LEFT <= left < right <= RIGHT
        assert TOP <= top < bottom <= BOTTOM
        near = min(abs(left - CENTRE[0]), abs(right - CENTRE[0]))
        assert math.hypot(near, max(0, CENTRE[1] - bottom)) > OUTER
    for one, other in combinations([label.box for label in drawn.labels], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_label_says_days_without_hours():
    assert [text for _, _, text in wheel(("2027-06-10T14:00/2027-06-10T16:00", "")).labels[0].lines] == [
        "10 juin",
        "Sujet",
    ]


def test_words_that_find_no_room_are_cut_with_a_mark():
    several = [Drawn(pk, When.parse("2027-03-18"), "sous réserve") for pk in range(7)]
    drawn = draw([(each, "Tirage au sort, Indemnisation, Reddition des comptes") for each in several], 2027)
    assert {label.lines[1][2] for label in drawn.labels} == {"sous réserve"}
    assert all(label.lines[-1][2].endswith("…") for label in drawn.labels if len(label.lines) == 3)
    assert {len(label.lines) for label in drawn.labels} == {2, 3}


def test_crowded_side_keeps_its_dates():
    """Twenty workshops in spring: words go first, then the labels that find no place; the list says them all."""
    drawn = wheel(*[("2027-03-18", "sous réserve")] * 20)
    assert {len(label.lines) for label in drawn.labels} == {1}
    assert (len(drawn.labels), len(drawn.sectors), drawn.summary.count("18 mars")) == (16, 20, 20)
