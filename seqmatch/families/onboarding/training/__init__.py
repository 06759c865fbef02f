"""Trains and publishes the onboarding models."""
