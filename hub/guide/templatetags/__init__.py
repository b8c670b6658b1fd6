"""Tags about the guide."""
