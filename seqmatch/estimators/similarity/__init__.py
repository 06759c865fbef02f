"""Matches users: learned distances, nearest neighbours, rule embeddings."""
