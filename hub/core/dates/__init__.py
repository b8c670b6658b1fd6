"""Dates known in part: the value, how it is typed, instants in words."""
