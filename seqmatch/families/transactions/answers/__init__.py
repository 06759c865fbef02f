"""What the transactions tools return."""
