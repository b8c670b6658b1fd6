"""What is news of this app: facts and statuses that changed, pages that appeared, recommendations that moved."""
