"""What is told of a plan: the one place that decides it."""
