"""Decides whether a challenger replaces the live coaching models."""
