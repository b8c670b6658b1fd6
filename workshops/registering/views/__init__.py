"""Pages where people register, and where organisers see who comes."""
