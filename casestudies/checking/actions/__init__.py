"""What readers, authorities and organisers do about the exactness of sheets. The only writers of these."""
