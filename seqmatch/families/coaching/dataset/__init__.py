"""What coaching learns from, cut by person and by day."""
