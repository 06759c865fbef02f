"""Invented histories whose recurring payments are known: what bench_recurring.py measures when it is given no folder.

Each person has pay, rent, bills, memberships and premiums on schedules of their own, moved off weekends or delayed as
banks do, or paid by hand some days late, with prices that change, trials that turn paid, pauses and ends; and shopping,
fuel, cash and transfers at no schedule beside them. Habits that look like bills are in it too: a shop every Saturday, a
top-up of a telephone when it is used up, a haircut, money put into a fund in some months.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

FIRST, LAST = dt.date(2024, 7, 1), dt.date(2025, 12, 31)
MONTHS = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
DAYS = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}
LONGEST = {"twice_monthly": 16, **{name: 31 * step for name, step in MONTHS.items()}, **DAYS}
"""Days that a cadence may let pass."""
SYLLABLES = (
    "bar",
    "cal",
    "dor",
    "fen",
    "gil",
    "har",
    "jun",
    "kel",
    "lor",
    "mon",
    "nad",
    "ost",
    "pel",
    "quin",
    "ros",
    "sul",
    "tam",
    "ulv",
    "wen",
    "yor",
    "zan",
    "bel",
    "cor",
    "dun",
)
KINDS: tuple[tuple[str, str, str, tuple[str, ...], tuple[float, float], float], ...] = (
    (
        "pay",
        "in",
        "fixed",
        ("monthly", "monthly", "fortnightly", "twice_monthly", "four_weekly"),
        (120_000, 380_000),
        1,
    ),
    ("rent", "out", "fixed", ("monthly",), (60_000, 160_000), 0.8),
    ("lettings", "in", "fixed", ("monthly",), (40_000, 90_000), 0.1),
    ("media", "out", "fixed", ("monthly",), (499, 1_999), 0.9),
    ("music", "out", "fixed", ("monthly",), (499, 1_999), 0.7),
    ("gym", "out", "fixed", ("monthly", "four_weekly"), (1_500, 6_000), 0.5),
    ("lessons", "out", "fixed", ("weekly", "fortnightly"), (1_000, 4_000), 0.3),
    ("insurance", "out", "fixed", ("monthly", "quarterly", "half_yearly", "yearly"), (2_000, 60_000), 0.8),
    ("loan", "out", "fixed", ("monthly",), (8_000, 40_000), 0.5),
    ("council", "out", "fixed", ("monthly", "quarterly"), (3_000, 20_000), 0.6),
    ("energy", "out", "variable", ("monthly", "two_monthly"), (5_000, 16_000), 0.9),
    ("phone", "out", "variable", ("monthly",), (1_500, 6_000), 0.7),
    ("water", "out", "variable", ("quarterly", "monthly"), (3_000, 9_000), 0.6),
    ("card", "out", "variable", ("monthly",), (20_000, 90_000), 0.5),
    ("club by hand", "out", "fixed", ("monthly",), (2_000, 9_000), 0.25),
)
"""What it is, direction, kind, cadences, range of cents, share of people who have it."""
FORMS = ("DD {} REF {}", "{} {}", "CARD PAYMENT {} ON {}", "STO {} {}", "{} LTD {}", "SEPA {} MANDAT {}")


@dataclass(frozen=True)
class Lives:
    """Transactions (user, account, date, amount_cents, description), true streams, payees that count neither way."""

    transactions: pl.DataFrame
    streams: list[dict[str, Any]]
    neutral: list[tuple[str, str]]


def lives(users: int, seed: int) -> Lives:
    """Invent ``users`` people; the same for the same seed."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[Any, ...]] = []
    streams: list[dict[str, Any]] = []
    neutral: list[tuple[str, str]] = []
    for number in range(users):
        user = f"u{number}"
        for what, direction, kind, cadences, (low, high), share in KINDS:
            if rng.random() < share:
                stream, paid = _stream(rng, _name(rng, what), direction, kind, str(rng.choice(cadences)), low, high)
                rows += [(user, day, cents, text) for day, cents, text in paid]
                enough = len(paid) >= (2 if stream["cadence"] in ("yearly", "half_yearly") else 3)
                if enough:
                    streams.append({"user": user, **stream})
                else:
                    neutral.append((user, stream["payee_text"]))
        rows += [(user, *one) for one in _habits(rng)]
    names = ("user", "date", "amount_cents", "description")
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(account=pl.lit("current"))
    return Lives(frame.sort("user", "date", "description", "amount_cents"), streams, neutral)


def _name(rng: np.random.Generator, what: str) -> str:
    return "".join(rng.choice(SYLLABLES, 3)).upper() + " " + what.upper()


def _nominal(cadence: str, start: dt.date, day: int, until: dt.date) -> list[dt.date]:
    found: list[dt.date] = []
    if cadence in DAYS:
        while start <= until:
            found.append(start)
            start += dt.timedelta(days=DAYS[cadence])
        return found
    year, month = start.year, start.month
    while dt.date(year, month, 1) <= until:
        length = calendar.monthrange(year, month)[1]
        days = (1, 15) if cadence == "twice_monthly" else (min(day, length),)
        found += [date for one in days if start <= (date := dt.date(year, month, one)) <= until]
        month += MONTHS.get(cadence, 1)
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return found


def _posted(date: dt.date, moves: str) -> dt.date:
    if moves == "stays" or date.weekday() < 5:
        return date
    return (
        date - dt.timedelta(days=date.weekday() - 4) if moves == "before" else date + dt.timedelta(7 - date.weekday())
    )


def _stream(
    rng: np.random.Generator, name: str, direction: str, kind: str, cadence: str, low: float, high: float
) -> tuple[dict[str, Any], list[tuple[dt.date, int, str]]]:
    late_start = rng.random() < 0.15 and cadence in ("weekly", "fortnightly", "monthly", "four_weekly")
    start = FIRST + dt.timedelta(days=int(rng.integers(150, 300) if late_start else rng.integers(0, 28)))
    moves = str(rng.choice(("stays", "before", "after")))
    dates = _nominal(
        cadence, start, int(rng.choice((1, 3, 5, 10, 12, 15, 20, 25, 28, 31))), LAST + dt.timedelta(days=400)
    )
    past = [date for date in dates if _posted(date, moves) <= LAST]
    ended = rng.random() < 0.15 and len(past) > 8
    if ended:
        keep = int(rng.integers(4, len(past) - 3))
        past = [date for date in past[:keep] if (LAST - date).days > 3 * LONGEST[cadence]] or past
        ended = (LAST - past[-1]).days > 3 * LONGEST[cadence]
    skips = 0.06 if rng.random() < 0.3 else 0.0
    base = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    change = int(rng.integers(2, 40)) if rng.random() < 0.3 else -1
    trial = kind == "fixed" and cadence == "monthly" and direction == "out" and base < 2_500 and rng.random() < 0.2
    form, delays = str(rng.choice(FORMS)), 0.1 if kind == "variable" else 0.0
    by_hand = 7 if "BY HAND" in name else 1
    paid: list[tuple[dt.date, int, str]] = []
    for number, date in enumerate(past):
        if 0 < number < len(past) - ended and rng.random() < skips:
            continue
        base *= 1.08 if number == change else 1.0
        season = 1 + 0.3 * np.cos(2 * np.pi * date.timetuple().tm_yday / 365)
        cents = int(base * season * np.exp(rng.normal(0, 0.15))) if kind == "variable" else int(round(base, -1)) - 1
        cents = 100 if trial and number == 0 else cents
        day = _posted(date, moves) + dt.timedelta(days=int(rng.random() < delays) + int(rng.integers(by_hand)))
        text = form.format(name, int(rng.integers(1000, 10**7)))
        paid.append((min(day, LAST), cents if direction == "in" else -cents, text))
    due = next((posted for date in dates if date not in past and (posted := _posted(date, moves)) > LAST), None)
    status = "ended" if ended else "running"
    told = {"payee_text": name, "direction": direction, "kind": kind, "cadence": cadence, "status": status}
    return {**told, "next_due": due}, paid


def _habits(rng: np.random.Generator) -> list[tuple[dt.date, int, str]]:
    """What comes often and at no schedule: shops, fuel, cash, friends; and a shop where one buys and is a member."""
    length = (LAST - FIRST).days
    found: list[tuple[dt.date, int, str]] = []
    for what, often, typical, spread in (
        ("GROCER", 110, 4_500, 0.6),
        ("CAFE", 80, 450, 0.4),
        ("FUEL", 30, 5_500, 0.3),
        ("DINER", 40, 3_500, 0.5),
        ("BAZAAR", 35, 2_800, 0.9),
    ):
        name = _name(rng, what)
        for _ in range(int(rng.poisson(often))):
            cents = int(typical * np.exp(rng.normal(0, spread)))
            day = FIRST + dt.timedelta(days=int(rng.integers(0, length)))
            found.append((day, -cents, f"{name} {int(rng.integers(100, 9999))}"))
    for _ in range(int(rng.poisson(20))):
        day = FIRST + dt.timedelta(days=int(rng.integers(0, length)))
        found.append((day, -int(rng.choice((2_000, 4_000, 6_000))), f"ATM {int(rng.integers(1000, 9999))} HIGH STREET"))
    found += _like_bills(rng)
    for friend in (_name(rng, "FRIEND"), _name(rng, "FRIEND")):
        for _ in range(int(rng.poisson(5))):
            day = FIRST + dt.timedelta(days=int(rng.integers(0, length)))
            found.append((day, int(rng.choice((-1, 1)) * rng.integers(500, 9_000)), f"TRANSFER {friend}"))
    return found


def _like_bills(rng: np.random.Generator) -> list[tuple[dt.date, int, str]]:
    """Habits that a schedule nearly explains."""
    found: list[tuple[dt.date, int, str]] = []
    for what, often, spread, price, varies, share in (
        ("SATURDAY MARKET", 7, 0.0, 6_000, 0.3, 0.4),
        ("TAKEAWAY", 7, 0.4, 1_800, 0.25, 0.4),
        ("TOP UP", 30, 3.0, 1_500, 0.0, 0.4),
        ("BARBER", 45, 7.0, 2_800, 0.0, 0.4),
        ("SALON", 90, 7.0, 4_500, 0.0, 0.3),
    ):
        if rng.random() < share:
            name, day = _name(rng, what), FIRST + dt.timedelta(days=int(rng.integers(0, 300)))
            until = day + dt.timedelta(days=int(rng.integers(60, 500)))
            while day <= min(until, LAST):
                found.append(
                    (day, -int(price * np.exp(rng.normal(0, varies))), f"{name} {int(rng.integers(100, 999))}")
                )
                day += dt.timedelta(days=max(1, round(rng.normal(often, spread))))
    if rng.random() < 0.3:
        name = _name(rng, "FUND")
        for month in _nominal("monthly", FIRST, int(rng.integers(1, 28)), LAST):
            if rng.random() < 0.7:
                found.append((month, -5_000 * int(rng.integers(1, 12)), f"TO {name}"))
    return found
