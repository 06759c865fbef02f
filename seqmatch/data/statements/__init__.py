"""Reads bank statements: CSV, spreadsheets, MT940, camt, OFX and QIF."""
