"""Generated data: named households, people and spending."""
