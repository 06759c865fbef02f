"""What the accounts in rules are for, and how money moves between them."""
