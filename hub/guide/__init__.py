"""The guide of organisers, read in the administration: `docs/guide/*.md`, found by words and by screen."""
