"""What training, scoring and evaluation take from a history."""
