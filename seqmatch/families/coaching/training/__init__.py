"""Training of the coaching family."""
