"""Commands of the transactions family."""
