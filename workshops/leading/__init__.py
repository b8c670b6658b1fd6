"""A workshop while it takes place: the moment under way, questions, presence, notes that become the report."""
