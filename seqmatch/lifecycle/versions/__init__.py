"""Versions on disk: written, verified, promoted, rolled back, audited."""
