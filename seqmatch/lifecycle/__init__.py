"""From data to a served version: train, evaluate, artifact, registry, serve, card."""
