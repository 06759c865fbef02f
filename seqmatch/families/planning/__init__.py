"""Planning: goals that get met, written as rules, and portfolios within their bands."""
