"""What writes the index of the search, and the searches without result."""
