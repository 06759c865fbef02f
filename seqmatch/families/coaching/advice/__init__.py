"""The steps that a person's money calls for, in order, and the rule that does each."""
