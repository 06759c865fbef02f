"""One file per thing that learns or decides. Estimators know numbers, not files or tables."""
