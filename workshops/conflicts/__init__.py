"""What stands in the way of a date: holidays, other events, imported calendars."""
