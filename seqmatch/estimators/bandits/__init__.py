"""Choosing one of a few strategies for a person, learning from what became of it, and judging a policy by its log."""
