"""What organisers do about a proposal besides moving it. The only writers of these."""
