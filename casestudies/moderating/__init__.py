"""Organisers decide about what was sent: the board, one proposal, the page made from it."""
