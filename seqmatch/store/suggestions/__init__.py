"""Suggestions that were made, and what became of them."""
