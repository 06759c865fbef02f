"""Serving over HTTP: tokens, limits, metrics."""
