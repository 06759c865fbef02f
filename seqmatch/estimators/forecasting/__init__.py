"""Forecasts of money: what is spent, what is left, and how sure that is."""
