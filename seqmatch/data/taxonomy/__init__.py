"""Spending categories and the merchant words that point to them."""
