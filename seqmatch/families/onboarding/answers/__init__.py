"""What the onboarding tools return, a file for each question."""
