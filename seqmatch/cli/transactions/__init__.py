"""Commands of the transactions family: import, label, train, categorize."""
