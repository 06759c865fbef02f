"""Model families, one folder each; ``register`` lists them."""
