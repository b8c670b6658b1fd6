"""«Mon espace»: what a member finds, takes away, corrects and erases. A file each."""
