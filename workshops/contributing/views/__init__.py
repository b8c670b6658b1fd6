"""Screens of hosts and speakers: theirs, and the organisers'."""
