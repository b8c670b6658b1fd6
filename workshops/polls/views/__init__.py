"""Pages where people answer, and where organisers ask and choose."""
