"""The tools, a page for each family: arguments, descriptions, toolsets."""
