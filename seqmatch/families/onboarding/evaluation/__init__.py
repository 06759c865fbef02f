"""Measures the onboarding models on users they have not seen, beside simple rivals."""
