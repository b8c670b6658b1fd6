"""The only writers of registrations."""
