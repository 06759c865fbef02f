"""Profiles and rules of users as exported, and the cohort they make."""
