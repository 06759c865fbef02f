"""The rule language: text to typed rules and back, and what they mean."""
