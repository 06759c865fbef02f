"""From the picture of a person's money to changes of their rules, checked and simulated."""
