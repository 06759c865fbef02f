"""Chooses among a few strategies, learns from what became of them, and judges a policy by its log."""
