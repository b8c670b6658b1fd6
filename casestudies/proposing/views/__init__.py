"""What an author sees, with or without an account."""
