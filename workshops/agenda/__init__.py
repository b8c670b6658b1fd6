"""What the public sees of the calendar: pages, feeds, subscription, running order."""
