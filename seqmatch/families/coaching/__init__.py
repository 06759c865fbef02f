"""Coaching: what is coming on a person's accounts, how well off they are, and the one next step."""
