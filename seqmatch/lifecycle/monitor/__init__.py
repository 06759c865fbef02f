"""Drift of what is served, how suggestions are received, and whether a rollout may go on."""
