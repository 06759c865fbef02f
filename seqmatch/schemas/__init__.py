"""The nouns: profile, goal, rule, plan."""
