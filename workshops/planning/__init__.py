"""Organisers prepare and decide; the history keeps it."""
