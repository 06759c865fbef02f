"""Recurring payments: who is paid, how often, how much, when next, and whether it has ended."""

from seqmatch.features.recurring.payments import Payments, recurring

__all__ = ["Payments", "recurring"]
