"""Whom a person resembles, what they are after, what to automate: data, recipe, models, scoring."""
