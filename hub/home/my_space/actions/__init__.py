"""What members do with their account, and what time does to it. The only writers of these."""
