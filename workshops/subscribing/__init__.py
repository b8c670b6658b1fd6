"""Private calendars: the workshops one comes to, with the links to their rooms, behind a secret address."""
