"""Fits the model of synthetic people to the aggregates of a real cohort."""
