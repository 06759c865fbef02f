"""Trains the coaching models and publishes them as a version."""
