"""Trains the categoriser and publishes it as a version."""
