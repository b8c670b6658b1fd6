"""One question, all assemblies: the table of the facts that answer a theme."""
