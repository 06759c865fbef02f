"""The report of the coaching family, and its exports under the names that other programs read."""
