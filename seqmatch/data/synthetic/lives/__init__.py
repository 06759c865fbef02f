"""Synthetic lives: accounts that add up, pay, changing bills, habits, shocks and goals, with their truth known."""
