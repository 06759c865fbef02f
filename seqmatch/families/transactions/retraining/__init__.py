"""Decides whether a challenger replaces the live categoriser."""
