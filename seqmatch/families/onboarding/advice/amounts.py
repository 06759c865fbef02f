"""How much a need should get: by arithmetic from income, bills and kind of money, never by popularity.

Shares are of the income of a month, 0 to 1. Sources: CFPB (starter fund, reserve), IRS Publication 505 (estimated tax),
Profit First (targets by real revenue), 50/30/20 (first split when nothing is known). In our numbers, and no tax advice.
"""

from __future__ import annotations

from dataclasses import dataclass

from seqmatch.families.onboarding.advice.picture import Kind, Picture

_LOW_INCOME = 5_000_000
_HIGH_INCOME = 10_000_000
"""Cents a year."""
SMALL_STARTER = 50_000
STARTER = 100_000
"""Cents of a starter fund: 500 to 1,000 dollars."""


@dataclass(frozen=True, slots=True)
class ProfitFirst:
    """Target shares of real revenue."""

    profit: float
    owners_pay: float
    taxes: float
    costs: float

    def text(self) -> str:
        """``profit 5 %, owner's pay 50 %, tax 15 %, costs 30 %``."""
        return (
            f"profit {self.profit:.0%}, owner's pay {self.owners_pay:.0%}, tax {self.taxes:.0%} and"
            f" costs {self.costs:.0%}"
        )


_PROFIT_FIRST = (
    (25_000_000, ProfitFirst(0.05, 0.50, 0.15, 0.30)),
    (50_000_000, ProfitFirst(0.10, 0.35, 0.15, 0.40)),
    (100_000_000, ProfitFirst(0.15, 0.20, 0.15, 0.50)),
    (10**15, ProfitFirst(0.10, 0.10, 0.15, 0.65)),
)
"""Real revenue a year, in cents, up to which the targets hold."""


def profit_first(picture: Picture) -> ProfitFirst:
    """The targets at this revenue."""
    return next(targets for most, targets in _PROFIT_FIRST if picture.annual_cents <= most)


def bills(picture: Picture) -> float:
    """What the bills come to where somebody said so, else half of the income."""
    if picture.told_bills:
        return min(0.9, picture.told_bills / picture.income_cents)
    return 0.4 if picture.annual_cents > 2 * _HIGH_INCOME or picture.nobody_withholds else 0.5


def taxes(picture: Picture) -> float:
    """Income tax where nobody withholds it: more of a higher income; a firm's by the Profit First targets."""
    if picture.kind is Kind.BUSINESS:
        return 0.10 if picture.query.has_rules else profit_first(picture).taxes
    if picture.kind is Kind.LANDLORD:
        return 0.10
    return tax_rate(picture.annual_cents)


def tax_rate(annual_cents: int) -> float:
    """The share of untaxed income to keep for income tax, by all that somebody earns in a year."""
    if annual_cents < _LOW_INCOME:
        return 0.20
    return 0.25 if annual_cents <= _HIGH_INCOME else 0.30


def costs(picture: Picture) -> float:
    """Operating costs of a firm by the Profit First targets, less where material has an account of its own."""
    return 0.60 if picture.kind is Kind.NONPROFIT else profit_first(picture).costs


def owners_pay(picture: Picture) -> float:
    return profit_first(picture).owners_pay


def debts(picture: Picture) -> float:
    """What goes to one debt on top of the minimums."""
    return 0.10 if picture.annual_cents < 3_000_000 else 0.15


def reserve(picture: Picture) -> float:
    """The share that fills a reserve: little where debts or arrears come first, more where saving is the goal."""
    if picture.overdue:
        return 0.02
    if picture.kind is not Kind.PERSONAL:
        return 0.05
    if picture.debts or picture.goal in ("PAY_OFF_DEBT", "DEBT_PAYMENT"):
        return 0.05
    return 0.20 if picture.goal in ("MAXIMIZE_SAVINGS", "MAXIMIZE_MY_SAVINGS") else 0.10


def starter_fund(picture: Picture) -> int:
    """Cents of a first cushion: 500 to 1,000 dollars, or half a month of spending where that is more."""
    if picture.income_cents < 2 * STARTER:
        return SMALL_STARTER
    return max(STARTER, picture.essentials_cents // 2 // 10_000 * 10_000)


def reserve_months(picture: Picture) -> int:
    """Months of costs a full reserve holds: more where income varies."""
    if picture.kind is Kind.BUSINESS:
        return 2
    return 6 if picture.nobody_withholds or picture.kind in (Kind.NONPROFIT, Kind.LANDLORD) else 3


def reserve_goal(picture: Picture) -> int:
    """Cents of a full reserve."""
    return reserve_months(picture) * picture.essentials_cents
