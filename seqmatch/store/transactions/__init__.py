"""Transactions, labels and features in the store."""
