"""Draws the money flow of rules as a Sankey diagram."""
