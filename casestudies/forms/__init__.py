"""What people type, one file per concern."""
