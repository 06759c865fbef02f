"""Readers, the synthetic cohort, the named households."""
