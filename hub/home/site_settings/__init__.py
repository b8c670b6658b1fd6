"""What organisers decide about the site itself: words, look, mail, menus, home page."""
