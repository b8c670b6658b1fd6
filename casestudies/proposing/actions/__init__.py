"""What an author does before sending. The only writers of drafts and files."""
