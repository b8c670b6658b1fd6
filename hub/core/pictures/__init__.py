"""Pictures of the library: sent in the administration, shown by pages."""
