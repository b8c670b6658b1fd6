"""A proposal itself, whoever acts on it: states, history, mails, consent, erasure."""
