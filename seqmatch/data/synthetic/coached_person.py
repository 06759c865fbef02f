"""Nadia, who does not exist: a year of her statement, with a price rise, a bill that lapsed and little left before pay.

The toy world of the coaching demo and of the examples in docs/coaching.md.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from random import Random

from seqmatch.data.synthetic.written_statement import Row, csv_of, rows_of

NAME = "nadia"
TITLE = "Nadia, who is paid every other Friday"
STORY = (
    "Nadia works in a hospital laboratory. Things break, rent leaves the day before her pay comes, "
    "and she has lost track of what she pays for. She would like to put money aside for a holiday."
)
FLOOR = {"account": "Checking", "floor_cents": 25_000}
"""What she would like to keep there."""
GOAL = {"name": "Holiday", "target_cents": 120_000, "deadline": "2027-06-30", "monthly_cents": 12_000}
FIRST, TODAY = dt.date(2025, 9, 1), dt.date(2026, 9, 26)
FIRST_PAY, PAY = dt.date(2025, 9, 5), 145_000
RISE = dt.date(2026, 7, 1)
LAST_GYM = dt.date(2026, 6, 20)
OPENING = {"Checking": 132_000, "Savings": 21_000}
SELDOM = {
    dt.date(2025, 10, 16): ("BRIGHT SMILE DENTAL", 86_000),
    dt.date(2025, 12, 12): ("SKYHOP AIRLINES", 124_000),
    dt.date(2026, 1, 27): ("HARBOR AUTO REPAIR", 118_000),
    dt.date(2026, 2, 24): ("CITY COLLEGE EVENING COURSE", 85_000),
    dt.date(2026, 3, 17): ("VOLTLINE ELECTRONICS", 89_900),
    dt.date(2026, 8, 4): ("LAKESIDE CABINS", 128_000),
    dt.date(2026, 8, 12): ("KITCHEN APPLIANCE CENTER", 268_000),
}
"""What comes once, by day."""
SEED = 11


def statement() -> list[Row]:
    """Every line, by date; balances add up."""
    return rows_of(_movements(), OPENING)


def statement_csv() -> str:
    """The statement as a bank would write it."""
    return csv_of(NAME, statement())


def _movements() -> Iterator[tuple[dt.date, str, str, int]]:
    """Day, account, description and cents of everything that happens."""
    random = Random(SEED)
    for number in range((TODAY - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        if day >= FIRST_PAY and (day - FIRST_PAY).days % 14 == 0:
            yield day, "Checking", "PAYROLL MERCY HOSPITAL", PAY
        for description, cents in (*_bills(day, random), *_shopping(day, random)):
            yield day, "Checking", description, -cents
        if day.day == 8:
            yield day, "Checking", "TRANSFER TO SAVINGS", -5_000
            yield day, "Savings", "TRANSFER FROM CHECKING", 5_000


def _bills(day: dt.date, random: Random) -> Iterator[tuple[str, int]]:
    if day.day == 1:
        yield "OAKWOOD PROPERTY RENT", 119_000
    if day.day == 3:
        yield "MOBILE PLAN BRIGHTCELL", 4_500
    if day.day == 11:
        yield "STREAMBOX SUBSCRIPTION", 1_899 if day >= RISE else 1_549
    if day.day == 14:
        winter = 1 + 0.4 * (day.month in (11, 12, 1, 2, 3))
        yield "CITY POWER AND LIGHT", round(random.uniform(6_500, 8_500) * winter)
    if day.day == 20 and day <= LAST_GYM:
        yield "IRONWORKS GYM MEMBERSHIP", 3_900
    if day.day == 5:
        yield "SAFEROAD CAR INSURANCE", 6_400


def _shopping(day: dt.date, random: Random) -> Iterator[tuple[str, int]]:
    if day.weekday() == calendar.SATURDAY:
        yield "GREENLEAF MARKET", random.randint(6_200, 10_400)
    if day.weekday() == calendar.WEDNESDAY and random.random() < 0.8:
        yield "PETROMAX FUEL", random.randint(2_600, 4_400)
    if day in SELDOM:
        yield SELDOM[day]
    if random.random() < 0.22:
        yield "CORNER CAFE", random.randint(450, 1_200)
    after_pay = (day - FIRST_PAY).days % 14 < 4
    if random.random() < (0.28 if after_pay else 0.09):
        yield random.choice(("NOODLE BAR", "TRATTORIA ROMA", "TACO WAGON")), random.randint(1_600, 4_600)
    if random.random() < (0.18 if after_pay else 0.05):
        yield random.choice(("MODERN THREADS", "HOMEWARE DEPOT", "PAPER AND INK")), random.randint(1_900, 9_500)
