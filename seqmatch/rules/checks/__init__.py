"""One file per group of checks; ``seqmatch.rules.check`` runs them and says what they found in words."""
