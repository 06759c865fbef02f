"""Loaded models, and which version answers: live, canary, shadow or fallback."""
