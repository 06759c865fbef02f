"""Generated data: households, people and spending."""
