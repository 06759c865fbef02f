"""What the coaching tools return, a file for each question."""
