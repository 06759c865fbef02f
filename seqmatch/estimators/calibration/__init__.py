"""Calibrated probabilities and confidence."""
