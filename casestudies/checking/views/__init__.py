"""Pages where readers and authorities say what is wrong."""
