"""Everything an organiser can decide about the calendar. The only writers of its states and bookkeeping.

Nothing changes by itself: a cancelled workshop offers its fallback, an organiser decides.
"""
