"""What the planning tools answer."""
