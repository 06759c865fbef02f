"""One file per group of checks; ``seqmatch.rules.checks.check`` runs them and says what they found in words."""
