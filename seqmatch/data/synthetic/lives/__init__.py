"""Whole lives with money: accounts that add up, pay, bills that change, habits, shocks, goals. Their truth is known."""
