"""The parts of reading a bank's file: words, rows, signs, currencies, layouts and the formats that are no CSV."""
