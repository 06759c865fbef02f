"""Features of a user: profile, rules and facts."""
