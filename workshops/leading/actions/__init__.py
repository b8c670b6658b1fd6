"""The only writers of what happens during a workshop."""
