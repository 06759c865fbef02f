"""Profiles and rules of real users, and the cohort they make."""
