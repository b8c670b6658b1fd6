"""Reminders before a workshop, to those who come and those who hold it."""
