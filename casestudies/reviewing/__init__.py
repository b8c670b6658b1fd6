"""An authority reads a draft before it is published, without an account."""
