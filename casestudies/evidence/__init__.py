"""What is known of an assembly, and what it rests on: facts, sources, answers to the criteria."""
