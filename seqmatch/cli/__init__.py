"""What a developer or operator types."""
