"""Figures of coaching, each beside its strongest simple rival."""
