"""Commands of the onboarding family: ask, train, retrain, evaluate."""
