"""The author writes: the form in steps, files, what follows behind the private link."""
