"""Which state may follow which, said a second time: a move that is added or forgotten must be wanted twice."""

import pytest

from casestudies.proposals.enums import (
    CLOSED_PROPOSALS,
    OPEN_PROPOSALS,
    UNDECIDED_PROPOSALS,
    WRITABLE_PROPOSALS,
    ProposalState,
)
from casestudies.proposals.transitions import AUTHOR_MOVES, NEEDS_REASON, ORGANISER_MOVES, SILENT

#: A state, what its author may do, what organisers may decide.
MOVES = {
    "draft": ("submitted withdrawn", ""),
    "submitted": ("withdrawn", "to_complete accepted on_hold declined spam"),
    "to_complete": ("submitted withdrawn", "submitted accepted on_hold declined spam"),
    "accepted": ("withdrawn", "to_complete on_hold declined scheduled reported_back published"),
    "on_hold": ("withdrawn", "to_complete accepted declined"),
    "declined": ("withdrawn", "submitted"),
    "scheduled": ("withdrawn", "accepted reported_back published"),
    "reported_back": ("withdrawn", "scheduled published"),
    "published": ("withdrawn", "accepted"),
    "withdrawn": ("", ""),
    "spam": ("withdrawn", "submitted to_complete"),
}


@pytest.mark.parametrize("state", ProposalState.values)
def test_proposal_moves_as_the_table_says(state):
    author, organiser = MOVES[state]
    assert set(AUTHOR_MOVES[state]) == set(author.split())
    assert set(ORGANISER_MOVES[state]) == set(organiser.split())


def test_states_of_proposals_are_sorted_as_their_names_say():
    assert set(NEEDS_REASON) == {"to_complete", "declined"}
    assert set(SILENT) == {"spam"}
    assert set(OPEN_PROPOSALS) == {"submitted", "to_complete"}
    assert set(WRITABLE_PROPOSALS) == {"draft", "to_complete"}
    assert set(UNDECIDED_PROPOSALS) == {"draft", "to_complete", "submitted", "withdrawn"}
    assert set(CLOSED_PROPOSALS) == {"declined", "withdrawn", "spam"}
