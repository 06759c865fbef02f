"""Synthetic people with profiles and rules."""
