"""Recurring payments: who is paid, how often, how much, when next, and whether it has ended."""

from seqmatch.features.recurring.streams import recurring

__all__ = ["recurring"]
