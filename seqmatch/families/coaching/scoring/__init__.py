"""Answers for people as of a day; evaluation, training and serving all call these."""
