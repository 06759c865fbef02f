"""Trains the onboarding models and publishes them as a version."""
