"""Draws a plan's money flow as a Sankey diagram."""
