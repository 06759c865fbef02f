"""One file per question: what the tools return, computed once for every door."""
