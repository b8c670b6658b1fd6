"""What is learnt in the administration, one file per concern."""
