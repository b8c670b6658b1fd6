"""«Mon espace»: what a member sees, changes, takes away and erases; inactivity; news by mail."""
