"""Pays debts off month by month: the dearest first (avalanche), the smallest first (snowball), or minimums alone.

Interest is added at the end of each month on what is left and rounded to the cent. Not for loans whose rate changes,
or whose early payment costs something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Strategy = Literal["avalanche", "snowball", "minimums"]
MOST_MONTHS = 600


@dataclass(frozen=True)
class Debt:
    """What is owed.

    Attributes
    ----------
    balance, minimum : cents today, and cents that have to be paid each month.
    rate : interest a year, 0.2 for 20 %.
    """

    balance: int
    minimum: int
    rate: float


@dataclass(frozen=True)
class Payoff:
    """How it ends.

    Attributes
    ----------
    months : until nothing is owed; None where that is beyond MOST_MONTHS.
    interest : cents until then, or within MOST_MONTHS.
    cleared : by debt, the month (from 1) in which it is paid; None where it is not.
    """

    months: int | None
    interest: int
    cleared: tuple[int | None, ...]


def order_of(debts: Sequence[Debt], strategy: Strategy) -> list[int]:
    """Places of the debts in the order that what is left beyond the minimums goes to them; none for ``minimums``."""
    if strategy == "minimums":
        return []
    if strategy == "avalanche":
        return sorted(range(len(debts)), key=lambda place: (-debts[place].rate, debts[place].balance))
    return sorted(range(len(debts)), key=lambda place: (debts[place].balance, -debts[place].rate))


def pay_off(debts: Sequence[Debt], extra: int, strategy: Strategy) -> Payoff:
    """The end of all debts, ``extra`` cents a month beyond the minimums.

    The minimums of debts that are paid go on to the others, save for ``minimums``, which pays no more than has to be.

    Examples
    --------
    >>> cards = [Debt(100_000, 3_000, 0.24), Debt(50_000, 2_000, 0.06)]
    >>> [pay_off(cards, 10_000, one).interest for one in ("avalanche", "snowball")]
    [9193, 13890]
    """
    owed = [debt.balance for debt in debts]
    cleared: list[int | None] = [None if one else 0 for one in owed]
    interest = 0
    budget = extra + sum(debt.minimum for debt in debts)
    for month in range(1, MOST_MONTHS + 1):
        if not any(owed):
            break
        paid = [min(one, debt.minimum) for one, debt in zip(owed, debts, strict=True)]
        left = budget - sum(paid)
        for place in order_of(debts, strategy):
            more = min(left, owed[place] - paid[place])
            paid[place] += more
            left -= more
        for place, debt in enumerate(debts):
            before, rest = owed[place], owed[place] - paid[place]
            added = round(rest * debt.rate / 12)
            interest += added
            owed[place] = rest + added
            if before and not owed[place]:
                cleared[place] = month
    months = None if any(owed) else max((one or 0 for one in cleared), default=0)
    return Payoff(months, interest, tuple(cleared))
