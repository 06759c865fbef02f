"""The rule language: text to typed rules and back, and what the accounts in them are for."""
