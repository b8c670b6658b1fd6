"""Former addresses: kept when something is renamed, moved or deleted, and what they lead to (decision 0040)."""
