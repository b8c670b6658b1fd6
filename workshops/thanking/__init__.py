"""After a workshop: thanks with the report, and what those who came found in it."""
