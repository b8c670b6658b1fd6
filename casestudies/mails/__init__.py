"""Letters about what is learnt, one file per concern. Objects → letters; nothing is stored here."""
