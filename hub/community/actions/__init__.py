"""What people and organisers do with accounts, one file per concern. The only writers."""
