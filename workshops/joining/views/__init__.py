"""The page behind a signed link, and the organisers’ screen of the room."""
