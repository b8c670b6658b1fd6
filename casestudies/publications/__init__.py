"""What everybody reads: case studies, testimonies, reports, their lists, files and citations."""
