"""Payments that are unusual for the one who made them."""
