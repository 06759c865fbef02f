"""Serving over HTTP: tokens, limits, health, metrics, workers."""
