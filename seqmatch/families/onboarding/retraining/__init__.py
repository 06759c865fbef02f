"""Trains a challenger and compares it with the live version."""
