"""Loaded models, routing by rollout, shadow comparisons."""
