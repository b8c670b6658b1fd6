"""Members and organisers put tags on pages and keep them in order."""
