"""Words that lead to a tag. Knows no page."""
