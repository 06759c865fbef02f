"""Makes probabilities and confidence as right as they claim to be."""
