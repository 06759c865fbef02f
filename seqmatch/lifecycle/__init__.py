"""From trained files to served models, for any family."""
