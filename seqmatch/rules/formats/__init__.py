"""Plans in other formats: Platform bodies and Playground maps."""
