"""Reading CSV files, amounts of money and days."""
