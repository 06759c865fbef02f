"""The nouns: profile, goal, rule, answer."""
