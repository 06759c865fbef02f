"""Classifiers of user goals."""
