"""Transactions to features; nothing that happened later enters any of them."""

from seqmatch.features.transactions.build import FEATURE_COLUMNS, build

__all__ = ["FEATURE_COLUMNS", "build"]
