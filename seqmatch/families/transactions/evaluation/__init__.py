"""Measures the transaction categoriser."""
