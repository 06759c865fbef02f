"""Pages that people read: self-contained HTML that opens offline, in light and in dark."""
