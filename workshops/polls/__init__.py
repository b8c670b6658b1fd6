"""Choosing the date of a workshop together: slots proposed, answers by mailed link, one slot retained."""
