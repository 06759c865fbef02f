"""Many households, as the tables that statements, tests and training read, with the truth beside them.

Everything derives from the seed; the first households of a seed are the same at any number. All of it is synthetic.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from random import Random

import polars as pl

from seqmatch.data.synthetic.lives.due import a_month
from seqmatch.data.synthetic.lives.household import Days, Goal, Happened, Household
from seqmatch.data.synthetic.lives.regular import FOREVER, Agreement, Names, bills_of, pay_of
from seqmatch.data.synthetic.lives.segments import SEGMENTS, Segment
from seqmatch.data.synthetic.spending.printing import bank_of
from seqmatch.data.synthetic.spending.shops import habits_of, local_shop
from seqmatch.data.synthetic.spending.words import TRADES
from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import FRAME_COLUMNS

SEED = 20261
START = dt.date(2024, 1, 1)
GOALS = (("Emergency fund", 0.8), ("Holiday", 0.6), ("Car", 2.0), ("House deposit", 5.0), ("Wedding", 2.5))
"""Name, and the usual target in months of income."""
TRANSACTIONS = {
    **dict.fromkeys(FRAME_COLUMNS, pl.String()),
    "date": pl.Date(),
    "time": pl.Time(),
    "amount_cents": pl.Int64(),
    "category": pl.String(),
    "balance_cents": pl.Int64(),
    "stream": pl.String(),
}
STREAMS = {
    **dict.fromkeys(("user", "stream", "payee", "direction", "kind", "cadence", "status"), pl.String()),
    "amount_cents": pl.Int64(),
    "first": pl.Date(),
    "last": pl.Date(),
    "next_due": pl.Date(),
    "price_changed": pl.Date(),
    "times": pl.Int64(),
    "missed": pl.Int64(),
}
PEOPLE = {
    **dict.fromkeys(("user", "segment", "goal"), pl.String()),
    **dict.fromkeys(("monthly_income_cents", "goal_target_cents", "goal_monthly_cents", "bounced"), pl.Int64()),
    **dict.fromkeys(("goal_starts", "goal_deadline", "goal_reached"), pl.Date()),
}


@dataclass(frozen=True, eq=False, repr=False)
class SyntheticLives:
    """Households and what happened to them.

    Attributes
    ----------
    transactions : FRAME_COLUMNS, ``category``, ``balance_cents`` (the account's after the row), and ``stream``: which
        agreement it belongs to, null for the others.
    streams : what truly comes again, by user and name: payee (words on its statements), cadence, status, next due day.
    people : one row each: segment, income, goal and the day it was reached (null where it was not).
    """

    transactions: pl.DataFrame
    streams: pl.DataFrame
    people: pl.DataFrame

    def __repr__(self) -> str:
        return f"SyntheticLives({len(self.people):,} people, {len(self.transactions):,} transactions)"


def generate_lives(
    users: int = 200,
    days: int = 730,
    seed: int = SEED,
    *,
    start: dt.date = START,
    calm: bool = False,
    even: bool = False,
) -> SyntheticLives:
    """``users`` households over ``days`` days.

    Parameters
    ----------
    calm : whether no agreement begins, ends or changes its price: a control on which nothing should be noticed.
    even : whether buying follows neither payday, weekend nor season, nothing is bought on impulse, and nothing breaks.

    Raises
    ------
    ArgumentError : fewer than one user, or fewer than 180 or more than 3,650 days.
    """
    if users < 1:
        raise ArgumentError("At least one is needed.", path="users")
    if not 180 <= days <= 3_650:
        raise ArgumentError("Give 180 to 3,650 days: less shows no bill that comes twice a year.", path="days")
    last = start + dt.timedelta(days=days - 1)
    rows: list[tuple[object, ...]] = []
    streams: list[tuple[object, ...]] = []
    people: list[tuple[object, ...]] = []
    for number in range(users):
        luck = luck_of(seed, number)
        user = f"user-{number:05d}"
        household = household_of(luck, seed, start, last)
        if calm:
            household = _without_changes(household)
        if even:
            household = _without_effects(household)
        happened = Days(household, start, last, luck).run()
        rows += _printed(user, happened, luck)
        streams += _streams(user, household, happened, last)
        people.append(_person(user, household, happened))
    return SyntheticLives(
        pl.DataFrame(rows, schema=TRANSACTIONS, orient="row").sort("date", "user", "transaction_id"),
        pl.DataFrame(streams, schema=STREAMS, orient="row"),
        pl.DataFrame(people, schema=PEOPLE, orient="row"),
    )


def _without_changes(household: Household) -> Household:
    kept = [one for one in household.agreements if one.starts <= dt.date.min]
    kept = [replace(one, changes=(), ends=FOREVER, trial=False) for one in kept]
    return replace(household, agreements=tuple(kept))


def _without_effects(household: Household) -> Household:
    segment = replace(household.segment, payday_effect=0.0, weekend_effect=0.0, impulse=0.0)
    return replace(household, segment=segment, shocks_a_year=0.0, december=1.0)


def luck_of(seed: int, number: int) -> Random:
    """All chance of one household."""
    return Random(f"lives {seed} {number}")


def household_of(luck: Random, seed: int, first: dt.date, last: dt.date) -> Household:
    """Who lives here, drawn with ``luck``, which afterwards draws the household's days."""
    segment = luck.choices(SEGMENTS, [segment.share for segment in SEGMENTS])[0]
    monthly = round(380_000 * math.exp(luck.gauss(0.25 if segment.name == "high_spender" else 0.0, 0.4)))
    names = Names(luck)
    pay = pay_of(names, monthly, first, last, luck)
    bills = bills_of(names, segment, monthly, first, last, luck)
    committed = sum(a_month(bill.cadence) * bill.cents for bill in bills)
    saved = round(segment.saved * monthly * luck.uniform(0.6, 1.4))
    goal = _goal(segment, monthly, first, last, luck)
    towards = goal.monthly_cents if goal is not None else 0
    left = monthly - committed - saved - towards
    has_card = luck.random() < 0.75
    grocer = None
    if luck.random() < 0.5:
        groceries = next(trade for trade in TRADES if trade.category == "groceries")
        grocer = (local_shop(groceries, luck), luck.choice((4, 5, 5, 6)), round(0.025 * monthly))
    living = max(0.12 * monthly, left * luck.uniform(0.92, 1.08)) - (4.3 * grocer[2] if grocer else 0)
    opening = {
        "checking": round(monthly * luck.uniform(0.2, 0.8)),
        "savings": round(monthly * luck.expovariate(1 / (0.2 + 8 * segment.saved))),
    }
    if has_card:
        opening["card"] = -round(monthly * luck.uniform(0, 0.3))
    if goal is not None:
        opening["goal"] = 0
    return Household(
        segment=segment,
        monthly_cents=monthly,
        agreements=(*pay, *bills),
        habits=habits_of(luck, seed),
        has_card=has_card,
        grocer=grocer,
        goal=goal,
        opening=opening,
        card_limit=round(monthly * luck.uniform(0.8, 2.0)),
        card_due=luck.randint(3, 26),
        fixed_saving=saved if segment.saving == "on_payday" else 0,
        living=round(max(0.08 * monthly, living)),
    )


def _goal(segment: Segment, monthly: int, first: dt.date, last: dt.date, luck: Random) -> Goal | None:
    if luck.random() >= 0.6:
        return None
    name, months = luck.choice(GOALS)
    target = round(monthly * months * luck.uniform(0.5, 1.3), -4)
    share = luck.uniform(0.03, 0.12) * (1.4 if segment.name == "goal_oriented" else 1.0)
    starts = first + dt.timedelta(days=luck.randrange(20, max(21, (last - first).days // 3)))
    needed = target / (monthly * share)
    deadline = starts + dt.timedelta(days=round(30.44 * needed * luck.uniform(0.6, 1.6)))
    return Goal(name, max(10_000, int(target)), starts, min(deadline, last), round(monthly * share))


def _printed(user: str, happened: Happened, luck: Random) -> list[tuple[object, ...]]:
    bank = bank_of(luck)
    return [
        (
            f"{user}-{number:06d}",
            user,
            f"{user}-{account}",
            day,
            bank.time(movement, luck),
            " ".join(bank.printed(movement, luck).split()),
            bank.merchant(movement),
            movement.cents,
            movement.mcc if bank.tells_codes and movement.mcc else None,
            movement.category,
            balance,
            None if place is None else f"{user}-s{place}",
        )
        for number, (day, account, movement, balance, place) in enumerate(happened.rows)
    ]


def _streams(user: str, household: Household, happened: Happened, last: dt.date) -> list[tuple[object, ...]]:
    """The agreements of which statements show at least two times."""
    found: list[tuple[object, ...]] = []
    for place, agreement in enumerate(household.agreements):
        paid = happened.paid.get(place, [])
        if not agreement.regular or len(paid) < 2:
            continue
        changed = [day for day, _ in agreement.changes if paid[0] < day <= paid[-1]]
        found.append(
            (
                user,
                f"{user}-s{place}",
                agreement.payee,
                agreement.direction,
                "variable" if agreement.spread else "fixed",
                agreement.cadence,
                "ended" if agreement.ends <= last else "running",
                agreement.price(last),
                paid[0],
                paid[-1],
                _next(agreement, last),
                changed[-1] if changed else None,
                len(paid),
                happened.skipped.get(place, 0),
            )
        )
    return found


def _next(agreement: Agreement, last: dt.date) -> dt.date | None:
    """The first day after ``last`` on which it would be paid; None where it has ended."""
    if agreement.ends <= last:
        return None
    until = last + dt.timedelta(days=400)
    days = (agreement.paid_on(day) for day in agreement.due(last - dt.timedelta(days=7), until))
    return next((day for day in days if day > last), None)


def _person(user: str, household: Household, happened: Happened) -> tuple[object, ...]:
    goal = household.goal
    return (
        user,
        household.segment.name,
        None if goal is None else goal.name,
        household.monthly_cents,
        None if goal is None else goal.target_cents,
        None if goal is None else goal.monthly_cents,
        len(happened.bounced),
        None if goal is None else goal.starts,
        None if goal is None else goal.deadline,
        happened.goal_reached,
    )
