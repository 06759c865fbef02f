"""HTML pages that open offline, in light and in dark."""
