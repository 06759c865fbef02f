"""Fits the model of synthetic people to a real cohort's aggregates."""
