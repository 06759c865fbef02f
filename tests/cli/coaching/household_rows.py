"""Rows of a synthetic household, as CSV."""

from __future__ import annotations

import datetime as dt

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 3, 31)
HEAD = "user,account,date,amount,description,balance"


def rows_of(user: str, days: int = (LAST - FIRST).days + 1, last: dt.date = LAST) -> list[str]:
    """CSV rows of one household: pay of 3,000, rent of 1,200, insurance that ended in January, food every third day."""
    held, told = 1_000_00, []
    for number in range(days):
        day = last - dt.timedelta(days=days - 1 - number)
        paid = {1: ("ACME PAYROLL", 300_000), 3: ("NORTH REALTY RENT", -120_000)}
        found = [paid[day.day]] if day.day in paid else []
        found += [("CITY INSURANCE", -9_000)] if day.day == 12 and day < dt.date(2026, 2, 1) else []
        found += [("GREEN GROCER", -4_000 - 13 * (number % 17))] if number % 3 == 0 or number == days - 1 else []
        for text, cents in found:
            held += cents
            told.append(f"{user},Checking,{day},{cents / 100:.2f},{text},{held / 100:.2f}")
    return told
