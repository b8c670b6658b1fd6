"""What organisers see to decide about workshops, and to begin a cycle."""
