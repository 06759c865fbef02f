"""Which category a transaction belongs to: data, recipe, models, scoring."""
