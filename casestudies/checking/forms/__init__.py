"""What people type about the exactness of sheets."""
