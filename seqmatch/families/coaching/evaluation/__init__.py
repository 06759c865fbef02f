"""How good the answers are, beside their rivals."""
