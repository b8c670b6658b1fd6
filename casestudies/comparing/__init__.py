"""Reading across assemblies: comparison, matrix, dossier, history, self-assessment."""
