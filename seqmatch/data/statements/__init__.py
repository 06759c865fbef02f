"""Bank statements read into one table of transactions."""
