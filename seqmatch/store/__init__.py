"""The operator's own database: transactions, labels, features, and what was suggested and said about it."""
