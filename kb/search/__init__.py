"""Search by meaning and by words, over Chroma or exactly."""
