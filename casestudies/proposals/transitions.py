"""Which state of a proposal may follow which: the one table, for authors and for organisers.

    brouillon → déposée → à compléter → retenue | en réserve | non retenue → programmée → restituée → publiée

Its author may withdraw a proposal from every state.
"""

from casestudies.proposals.enums import ProposalState as State

#: What the author may do, by the form or by the private link.
AUTHOR_MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.TO_COMPLETE: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    **{
        state: frozenset({State.WITHDRAWN})
        for state in State
        if state not in {State.DRAFT, State.TO_COMPLETE, State.WITHDRAWN}
    },
    State.WITHDRAWN: frozenset(),
}

#: What an organiser may decide.
ORGANISER_MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset(),
    State.SUBMITTED: frozenset({State.TO_COMPLETE, State.ACCEPTED, State.ON_HOLD, State.DECLINED, State.SPAM}),
    State.TO_COMPLETE: frozenset({State.SUBMITTED, State.ACCEPTED, State.ON_HOLD, State.DECLINED, State.SPAM}),
    State.ACCEPTED: frozenset(
        {State.TO_COMPLETE, State.ON_HOLD, State.DECLINED, State.SCHEDULED, State.REPORTED_BACK, State.PUBLISHED}
    ),
    State.ON_HOLD: frozenset({State.TO_COMPLETE, State.ACCEPTED, State.DECLINED}),
    State.DECLINED: frozenset({State.SUBMITTED}),
    State.SCHEDULED: frozenset({State.ACCEPTED, State.REPORTED_BACK, State.PUBLISHED}),
    State.REPORTED_BACK: frozenset({State.SCHEDULED, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.ACCEPTED}),
    State.WITHDRAWN: frozenset(),
    # back to what it was before: see `unmark_spam`
    State.SPAM: frozenset({State.SUBMITTED, State.TO_COMPLETE}),
}

#: Decisions whose reason the author must read.
NEEDS_REASON = frozenset({State.TO_COMPLETE, State.DECLINED})
#: Decisions that nobody writes to the author about: spam gets no answer, its undoing neither.
SILENT = frozenset({State.SPAM})
