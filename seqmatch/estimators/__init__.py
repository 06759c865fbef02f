"""What learns or decides, a file for each; estimators know numbers, not files or tables."""
