"""Spending categories, merchant category codes, and the brands and words that point to them."""
