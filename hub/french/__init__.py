"""The French language: pure functions that know nobody."""
