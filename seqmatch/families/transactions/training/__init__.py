"""Trains and publishes the transaction categoriser."""
