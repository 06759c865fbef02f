"""Models that read the text of transactions."""
