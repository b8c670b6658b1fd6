"""What members decide about themselves, and what time decides for them, one file per concern. The only writers."""
