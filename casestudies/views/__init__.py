"""Public views, one file per concern."""
