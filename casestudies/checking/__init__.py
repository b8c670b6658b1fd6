"""Keeping sheets true: what readers say is wrong, what authorities confirm."""
