"""What the addresses of these pages may say."""
