"""One review of a person over all families: what each category says, and the actions in order."""
