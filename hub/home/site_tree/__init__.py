"""The tree of pages, as the starter content and imported open data fill it."""
