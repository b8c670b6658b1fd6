"""Pages that read across assemblies."""
