"""Which goals can be met, and from which money."""
