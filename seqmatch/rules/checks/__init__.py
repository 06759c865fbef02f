"""Finds what is wrong with rules, a file for each group of checks."""
