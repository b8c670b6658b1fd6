"""A workshop, its agenda items and partners, its cycle, the event that hosts it."""
