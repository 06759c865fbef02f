"""Tells habits from bills: what somebody does again and again, but nobody collects."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from seqmatch.features.recurring.cadence import Fit
from seqmatch.features.recurring.calendar_days import DAYS_A_MONTH
from seqmatch.features.recurring.payment import Payment

MOST_MISSED = 0.08
MOST_MISSED_OF_EQUAL = 0.06
"""Share of weeks without a payment from which one that comes weekly is a habit."""
SPREAD_OUT, SPREAD_IN = 0.1, 0.3
"""Spread of amounts from which a weekly payment is shopping, and weekly pay is no pay."""
WIDE = 4
"""Days around its day from which a payment at one price has to show that it keeps to a day at all."""
FEWEST_WIDE = 8
MOST_STRAY = 2.45
LEAST_RATIO = 1.2
"""Standard deviation (days) around its day, and of the times between two payments as a multiple of that."""
FEW_SELDOM, SELDOM_TOLERANCE = 5, 3
"""So few payments, months apart, have to come within so many days of their day."""
ROUND, ROUND_SHARE, ROUND_SPREAD = 500, 0.8, 0.2
"""Cents, share of amounts that are whole multiples of them, and spread from which amounts are chosen each time."""
BACK_WITHIN = 7
"""Days within which a payment that bounced is given back."""


def is_habit(payments: Sequence[Payment], fitted: Fit) -> bool:
    """Whether payments that a schedule explains are none that somebody collects.

    Shopping on Saturdays, a class that is missed now and then, a telephone that is topped up when it is used up, money
    put aside in amounts chosen each month.
    """
    cents = [one.cents for one in payments]
    equal = sum(a == b for a, b in itertools.pairwise(cents))
    out = payments[-1].out
    if fitted.schedule.cadence in ("weekly", "fortnightly"):
        if equal >= len(cents) / 2:
            return out and (payments[-1].till or fitted.missed > MOST_MISSED_OF_EQUAL * len(cents))
        missed = fitted.missed > MOST_MISSED * len(cents) or fitted.tolerance > 1
        return missed or spread(cents) > (SPREAD_OUT if out else SPREAD_IN)
    return out and (are_chosen(cents) or _strays(payments, fitted))


def spread(cents: Sequence[int]) -> float:
    """Standard deviation of the logarithm of amounts."""
    logs = [math.log(one) for one in cents]
    mean = sum(logs) / len(logs)
    return math.sqrt(sum((one - mean) ** 2 for one in logs) / len(logs))


def are_chosen(cents: Sequence[int]) -> bool:
    """Whether amounts are round ones of all sizes: somebody decides each time, no bill says them."""
    whole = sum(one % ROUND == 0 for one in cents)
    return (
        len(cents) >= 3 and len(set(cents)) > 2 and whole >= ROUND_SHARE * len(cents) and spread(cents) > ROUND_SPREAD
    )


def _strays(payments: Sequence[Payment], fitted: Fit) -> bool:
    """Whether payments come so long after the last one, and not on a day.

    Days that stray around a due day make the times between payments stray by 1.4 times as much; where each payment
    waits for the last one to be used up, the days wander off and the times between them do not.
    """
    if fitted.schedule.days > 1.5 * DAYS_A_MONTH:
        return len(payments) <= FEW_SELDOM and fitted.tolerance > SELDOM_TOLERANCE
    if fitted.tolerance < WIDE:
        return False
    if len(payments) < FEWEST_WIDE:
        return True
    numbers = [number for number in fitted.numbers if number is not None]
    stray = [one.day - fitted.schedule.due(number) for number, one in zip(numbers, payments, strict=True)]
    between = np.diff(stray)
    around = float(np.std(stray))
    return around > MOST_STRAY or float(np.std(between)) < LEAST_RATIO * around


def given_back(payments: Iterable[Payment]) -> set[str]:
    """The ids of payments in that give back, on the same account and to the cent, what was paid days before.

    Parameters
    ----------
    payments : all of one user and currency.
    """
    payments = list(payments)
    paid: dict[tuple[str | None, int], list[int]] = defaultdict(list)
    came = {(one.account, one.cents) for one in payments if not one.out}
    ordered = sorted(
        (one for one in payments if (one.account, one.cents) in came), key=lambda one: (one.day, not one.out)
    )
    found = set()
    for one in ordered:
        before = paid[one.account, one.cents]
        if one.out:
            before.append(one.day)
        elif before and one.day - before[-1] <= BACK_WITHIN:
            before.pop()
            found.add(one.transaction_id)
    return found
