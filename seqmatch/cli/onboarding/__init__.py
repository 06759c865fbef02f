"""Commands of the onboarding family."""
