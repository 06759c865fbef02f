"""Matches payees and reads the words of transactions: heuristic, text model, label history, categoriser."""
