"""What a thoughtful friend would say about a person's accounts, and the rule that goes with it."""
