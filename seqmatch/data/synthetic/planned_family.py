"""The Bergers, who do not exist: fifteen months of their statement, three goals, a card debt, and a nursery since July.

The toy world of the planning demo.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from seqmatch.data.synthetic.written_statement import Row, csv_of, rows_of

NAME = "berger"
TITLE = "Lena and Tom Berger, two children, three goals and a card that is not paid off"
STORY = (
    "Lena teaches and is paid every other Friday, Tom drives for a depot and is paid on the 28th. Since January $500 a "
    "month go to savings, an emergency fund by and by. They also want a summer holiday and another car."
)
FIRST, TODAY = dt.date(2025, 7, 1), dt.date(2026, 9, 30)
GOALS: tuple[dict[str, Any], ...] = (
    {
        "name": "Emergency Fund",
        "target_cents": 900_000,
        "saved_cents": 450_000,
        "deadline": "2027-04-30",
        "priority": 1,
    },
    {"name": "Summer Holiday", "target_cents": 240_000, "deadline": "2027-07-15", "priority": 2},
    {"name": "New Car", "target_cents": 900_000, "deadline": "2027-12-31", "priority": 3},
)
DEBT: dict[str, Any] = {"name": "Lakeshore Card", "balance_cents": 320_000, "minimum_cents": 9_500, "rate": 0.229}
LESS_PAY: dict[str, Any] = {"kind": "pay", "percent": -20, "payee": "Northgate Depot", "date": "2026-11-01"}
"""Tom would like to work four days."""
LOTS: tuple[dict[str, Any], ...] = (
    {"asset": "World shares", "value_cents": 820_000, "basis_cents": 540_000, "long_held": True},
    {"asset": "World shares", "value_cents": 310_000, "basis_cents": 305_000, "long_held": True},
    {"asset": "Bonds", "value_cents": 370_000, "basis_cents": 380_000, "long_held": True},
)
TARGETS: tuple[dict[str, Any], ...] = ({"asset": "World shares", "share": 0.6}, {"asset": "Bonds", "share": 0.4})
CASH = 60_000
KEPT = 380_000
"""What they want to keep on the pay account."""
OPENING = {"Checking": 260_000, "Savings": 0}
FIRST_PAY, LENA, TOM = dt.date(2025, 7, 4), 128_000, 235_000
NURSERY, FIRST_SAVED = dt.date(2026, 7, 1), dt.date(2026, 1, 1)
SELDOM = {
    dt.date(2025, 8, 9): ("COASTLINE HOLIDAY LETS", 152_000),
    dt.date(2025, 10, 21): ("KITCHEN APPLIANCE CENTER", 118_000),
    dt.date(2025, 11, 18): ("NORTHSIDE AUTO REPAIR", 131_000),
    dt.date(2025, 12, 13): ("TOY HARBOR", 68_500),
    dt.date(2026, 2, 4): ("BRIGHT SMILE DENTAL", 94_000),
    dt.date(2026, 4, 14): ("GREENWAY BICYCLES", 112_000),
    dt.date(2026, 8, 8): ("COASTLINE HOLIDAY LETS", 214_000),
}
"""What comes once, by day."""
SEED = 4


def statement() -> list[Row]:
    """Every line, by date; balances add up."""
    return rows_of(_movements(), OPENING)


def statement_csv() -> str:
    """The statement as a bank would write it."""
    return csv_of(NAME, statement())


def _movements() -> Iterator[tuple[dt.date, str, str, int]]:
    random = Random(SEED)
    for number in range((TODAY - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        if day >= FIRST_PAY and (day - FIRST_PAY).days % 14 == 0:
            yield day, "Checking", "PAYROLL RIVERSIDE SCHOOLS", LENA
        if day.day == 28:
            yield day, "Checking", "NORTHGATE DEPOT SALARY", TOM
        for description, cents in (*_bills(day, random), *_shopping(day, random)):
            yield day, "Checking", description, -cents
        if day >= FIRST_SAVED and day.day == 8:
            yield day, "Checking", "TRANSFER TO SAVINGS", -50_000
            yield day, "Savings", "TRANSFER FROM CHECKING", 50_000


def _bills(day: dt.date, random: Random) -> Iterator[tuple[str, int]]:
    if day.day == 1:
        yield "MILLER PROPERTY RENT", 188_000
    if day.day == 2 and day >= NURSERY:
        yield "LITTLE OAKS NURSERY", 42_000
    if day.day == 6:
        yield "FAMILY MOBILE PLAN", 7_800
    if day.day == 9:
        yield "FIBRE INTERNET", 5_999
    if day.day == 15:
        winter = 1 + 0.5 * (day.month in (11, 12, 1, 2, 3))
        yield "CITY POWER AND GAS", round(random.uniform(9_500, 12_500) * winter)
    if day.day == 19:
        yield "SAFEROAD CAR INSURANCE", 11_800
    if day.day == 12:
        yield "TOWN SWIM AND MUSIC SCHOOL", 14_500
    if day.day == 22:
        yield "LAKESHORE BANK CARD MINIMUM", 9_500


def _shopping(day: dt.date, random: Random) -> Iterator[tuple[str, int]]:
    if day.weekday() == calendar.SATURDAY:
        yield "GREENLEAF MARKET", random.randint(15_800, 20_900)
    if day.weekday() == calendar.TUESDAY:
        yield "PETROMAX FUEL", random.randint(3_800, 5_600)
    if day in SELDOM:
        yield SELDOM[day]
    if random.random() < 0.15:
        yield random.choice(("NOODLE BAR", "PIZZERIA LUNA", "CINEMA CITY")), random.randint(2_200, 5_800)
    if random.random() < 0.10:
        yield random.choice(("KIDS AND CO CLOTHING", "HOMEWARE DEPOT", "PAPER AND INK")), random.randint(2_500, 8_500)
