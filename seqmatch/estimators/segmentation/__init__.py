"""Groups people by behaviour, names the groups, and says how real they are."""
