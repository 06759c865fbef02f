"""Commands of the coaching family."""
