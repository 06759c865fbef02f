"""Similar users: distances, neighbours, rule embeddings."""
