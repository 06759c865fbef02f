"""What is told of a person's money: the one place that decides it."""
