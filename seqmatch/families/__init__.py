"""Model families, a folder each with all that a family knows and promises; ``register.py`` lists them."""
