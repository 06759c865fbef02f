"""Tools: one page per family, grouped into toolsets."""
