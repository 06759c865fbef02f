"""Transactions, labels, features and balances in the store."""
