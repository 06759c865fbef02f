"""The onboarding family: what is learned of users' profiles and rules, how it is measured, and when it is replaced."""
