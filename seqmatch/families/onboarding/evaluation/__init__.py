"""Measures the onboarding models."""
