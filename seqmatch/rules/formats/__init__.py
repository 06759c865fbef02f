"""Rules in other formats: platform bodies and playground maps."""
