"""Who holds a workshop: hosts and speakers, where each stands, what each agreed to."""
