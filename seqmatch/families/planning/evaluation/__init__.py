"""How good the plans are, beside their rivals."""
