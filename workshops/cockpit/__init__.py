"""The cockpit of a workshop: what is ready, what is missing, who was written to, what will leave."""
