"""How one enters the video room: its address in its own table, shown behind signed links only."""
