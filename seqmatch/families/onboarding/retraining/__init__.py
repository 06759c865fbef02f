"""Trains a challenger and decides whether it replaces the live version."""
