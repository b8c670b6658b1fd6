"""«Signalements» and «À revérifier» in the administration."""
