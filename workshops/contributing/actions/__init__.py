"""What changes about those who hold a workshop. The only writers of contributors."""
