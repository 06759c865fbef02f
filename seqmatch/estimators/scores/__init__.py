"""Scores of a person's money from facts that anyone can check, and tests of habits."""
