"""Words that tell what an account is for, by language, and brands by trade."""
