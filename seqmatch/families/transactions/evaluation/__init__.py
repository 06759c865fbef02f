"""Measures the categoriser on later transactions and on payees it has not seen."""
