"""What an author types, one file per moment."""
