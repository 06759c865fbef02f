"""Features of users: profile, rules and facts."""
