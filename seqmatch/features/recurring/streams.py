"""Finds streams of recurring payments in transactions.

A payee's payments are one stream where a schedule explains them all; else those of one amount may be (a membership
among purchases), pieces of which belong together where one follows the other in time and schedule (a price change).
A schedule has to be likelier than chance by so much as the amounts leave open: equal amounts help, amounts at large
hinder, so that a habit is no bill.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from seqmatch.features.recurring.cadence import Fit, fit
from seqmatch.features.recurring.calendar_days import DAYS_A_MONTH, MONTH_STEPS
from seqmatch.features.recurring.due import next_due, status_of
from seqmatch.features.recurring.payee import payee_key
from seqmatch.schemas.stream import Cadence, Direction, Kind, PriceChange, Stream

ENOUGH = 5.0
"""Score from which payments come again."""
EQUAL = math.log(8)
"""What an amount equal to the one before adds to the score."""
ALIKE = 0.05
"""Amounts that differ by less than this share are alike, and add half as much."""
AT_LARGE = 0.5
"""Spread of the logarithm of amounts from which they take from the score."""
RISE = 0.2
"""Share by which a price may change from one year to the next."""
FIXED = 0.7
"""Share of payments of the same amount as the one before, from which a stream is fixed."""
MOST_MISSED = 0.08
HABIT_SPREAD = 0.3
"""Share of weeks without a payment, and spread of amounts, from which one that comes weekly is a habit."""
MOST_TIMES = 5_000
"""Payments of one payee that are looked at, the latest ones."""


@dataclass(frozen=True)
class Payment:
    """One transaction of a payee: ordinal day, cents without sign, id, account."""

    day: int
    cents: int
    transaction_id: str
    account: str | None


def recurring(frame: pl.DataFrame, as_of: dt.date | None = None) -> list[Stream]:
    """The payments that come again, by user and next due day; ended ones too.

    Parameters
    ----------
    frame : the columns of :data:`seqmatch.schemas.transaction.FRAME_COLUMNS`; others are passed over.
    as_of : the day that is today, from which payments are late; rows after it are left out. None: each user's last day.
    """
    groups: dict[tuple[str | None, str, Direction, str | None], list[Payment]] = defaultdict(list)
    last_day: dict[str | None, int] = defaultdict(int)
    keys: dict[tuple[str, str | None], str] = {}
    columns = ("user", "account", "date", "description", "merchant", "amount_cents", "transaction_id")
    told = pl.col("currency") if "currency" in frame.columns else pl.lit(None, pl.String).alias("currency")
    for user, account, date, description, merchant, cents, name, currency in frame.select(*columns, told).iter_rows():
        if as_of is not None and date > as_of:
            continue
        text = (description, merchant)
        if text not in keys:
            keys[text] = payee_key(description, merchant)
        day = date.toordinal()
        last_day[user] = max(last_day[user], day)
        if keys[text] and cents:
            direction: Direction = "in" if cents > 0 else "out"
            groups[user, keys[text], direction, currency].append(Payment(day, abs(cents), name, account))
    found = []
    for (user, payee, direction, currency), payments in groups.items():
        today = as_of.toordinal() if as_of is not None else last_day[user]
        payments.sort(key=lambda one: (one.day, one.transaction_id))
        for some, fitted in streams_of(payments[-MOST_TIMES:]):
            found.append(_stream(user, payee, direction, currency, some, fitted, today))
    return sorted(found, key=lambda one: (one.user or "", one.status == "ended", one.next_due, one.payee, one.first))


def streams_of(payments: Sequence[Payment]) -> Iterator[tuple[list[Payment], Fit]]:
    """The streams among the payments of one payee, sorted by day."""
    whole = _tried(payments, FEWEST_OF_PAYEE) or _premium(payments)
    if whole is not None:
        yield whole
        return
    by_amount: dict[int, list[Payment]] = defaultdict(list)
    for one in payments:
        by_amount[one.cents].append(one)
    pieces = [piece for same in by_amount.values() if (piece := _tried(same, FEWEST_OF_AMOUNT))]
    taken: set[str] = set()
    for some, fitted in _joined(pieces):
        taken |= {one.transaction_id for one in some}
        yield some, fitted
    if taken:
        rest = _tried([one for one in payments if one.transaction_id not in taken], FEWEST_OF_AMOUNT)
        if rest is not None:
            yield rest


FEWEST_OF_PAYEE: dict[Cadence, int] = {"yearly": 2, "monthly": 2}
FEWEST_OF_AMOUNT: dict[Cadence, int] = {"monthly": 2}
"""Payments a cadence needs, of all of a payee's and of those of one amount among them; of other cadences three."""


def _tried(payments: Sequence[Payment], fewest: Mapping[Cadence, int]) -> tuple[list[Payment], Fit] | None:
    """The payments that belong to one schedule, where it is likely enough."""
    if len(payments) < 2 or (len(payments) == 2 and not _two_may_do(payments, fewest)):
        return None
    fitted = fit([one.day for one in payments])
    if fitted is None:
        return None
    inside = [one for one, number in zip(payments, fitted.numbers, strict=True) if number is not None]
    cents = [one.cents for one in inside]
    if len(inside) < fewest.get(fitted.schedule.cadence, 3) or _is_habit(cents, fitted):
        return None
    if fitted.score + amounts_say(cents) < ENOUGH:
        return None
    return inside, replace(fitted, numbers=tuple(number for number in fitted.numbers if number is not None))


def _two_may_do(payments: Sequence[Payment], fewest: Mapping[Cadence, int]) -> bool:
    """Whether two payments are as far apart as a cadence of which two are enough can be; most pairs are not."""
    apart = payments[1].day - payments[0].day
    return any(
        number <= 2 and 0.6 <= apart / (DAYS_A_MONTH * MONTH_STEPS[cadence]) <= 1.6
        for cadence, number in fewest.items()
    )


def _premium(payments: Sequence[Payment]) -> tuple[list[Payment], Fit] | None:
    """All a payee ever had, two payments a year apart that differ by no more than a price does."""
    if len(payments) != 2 or not _rises_only([one.cents for one in payments]):
        return None
    fitted = fit([one.day for one in payments])
    if fitted is None or fitted.schedule.cadence != "yearly" or None in fitted.numbers:
        return None
    return list(payments), fitted


def _is_habit(cents: Sequence[int], fitted: Fit) -> bool:
    """Whether something done every week or two at amounts of all sizes: shopping on Saturdays is no bill."""
    equal = sum(a == b for a, b in itertools.pairwise(cents))
    if fitted.schedule.cadence not in ("weekly", "fortnightly") or equal >= len(cents) / 2:
        return False
    return fitted.missed > MOST_MISSED * len(cents) or fitted.tolerance > 1 or _spread(cents) > HABIT_SPREAD


def _spread(cents: Sequence[int]) -> float:
    """Standard deviation of the logarithm of amounts."""
    logs = [math.log(one) for one in cents]
    mean = sum(logs) / len(logs)
    return math.sqrt(sum((one - mean) ** 2 for one in logs) / len(logs))


def amounts_say(cents: Sequence[int]) -> float:
    """What amounts in the order of days add to the score of their schedule."""
    if len(cents) < 2:
        return 0.0
    pairs = list(itertools.pairwise(cents))
    equal = sum(a == b for a, b in pairs)
    alike = sum(a != b and abs(a - b) <= ALIKE * max(a, b) for a, b in pairs)
    spread = _spread(cents)
    said = EQUAL * (equal + alike / 2)
    if equal < FIXED * len(pairs) and spread > AT_LARGE:
        said -= (spread - AT_LARGE) * 4 * len(pairs)
    return said


def _joined(pieces: list[tuple[list[Payment], Fit]]) -> list[tuple[list[Payment], Fit]]:
    """Pieces of one schedule that follow each other, as one."""
    pieces = sorted(pieces, key=lambda piece: piece[0][0].day)
    joined: list[tuple[list[Payment], Fit]] = []
    for some, fitted in pieces:
        for at, (before, _) in enumerate(joined):
            if (
                before[-1].day < some[0].day
                and (both := _tried([*before, *some], FEWEST_OF_AMOUNT))
                and len(both[0]) == len(before) + len(some)
            ):
                joined[at] = both
                break
        else:
            joined.append((some, fitted))
    return joined


def _stream(
    user: str | None,
    payee: str,
    direction: Direction,
    currency: str | None,
    payments: list[Payment],
    fitted: Fit,
    today: int,
) -> Stream:
    cents = [one.cents for one in payments]
    same = sum(a == b for a, b in itertools.pairwise(cents))
    kind: Kind = "fixed" if same >= FIXED * (len(cents) - 1) or _rises_only(cents) else "variable"
    recent, range_ = sorted(cents[-6:]), cents[-12:]
    due = next_due(fitted, [one.day for one in payments])
    return Stream(
        user,
        payments[-1].account,
        payee,
        direction,
        fitted.schedule.cadence,
        kind,
        currency,
        cents[-1] if kind == "fixed" else recent[len(recent) // 2],
        min(range_),
        max(range_),
        dt.date.fromordinal(payments[0].day),
        dt.date.fromordinal(payments[-1].day),
        dt.date.fromordinal(due),
        status_of(fitted, due, today),
        fitted.missed,
        _price_change(payments) if kind == "fixed" else None,
        len(payments),
        tuple(one.transaction_id for one in payments),
    )


def _rises_only(cents: Sequence[int]) -> bool:
    """Whether a few payments differ by no more than a price that changed: a premium of two years."""
    return len(cents) <= 3 and all(abs(a - b) <= RISE * max(a, b) for a, b in itertools.pairwise(cents))


def _price_change(payments: Sequence[Payment]) -> PriceChange | None:
    for before, after in zip(reversed(payments[:-1]), reversed(payments[1:]), strict=True):
        if before.cents != after.cents:
            return PriceChange(dt.date.fromordinal(after.day), before.cents, after.cents)
    return None
