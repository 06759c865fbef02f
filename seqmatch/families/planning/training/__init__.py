"""Chooses the parameters of plans on generated households."""
