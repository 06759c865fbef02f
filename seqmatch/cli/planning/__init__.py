"""Commands of the planning family."""
