"""Reads CSV files, amounts of money and dates."""
