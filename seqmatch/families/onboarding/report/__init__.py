"""The evaluation as a page to read: findings, charts, conclusions."""
