"""What became of what assemblies asked: recommendations, and what happened to each, dated and sourced."""
