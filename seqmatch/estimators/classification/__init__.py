"""Classifies users by their goal."""
