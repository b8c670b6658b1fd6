"""«Repères»: the pictures, drawn from what the sheets say."""
