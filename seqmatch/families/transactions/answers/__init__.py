"""Answers of the transactions tools."""
