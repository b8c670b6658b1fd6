"""The picture that stands for a page where its link is shared: its title, and the two questions."""
