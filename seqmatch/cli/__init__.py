"""The command line: what a developer or an operator types."""
