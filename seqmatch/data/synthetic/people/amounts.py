"""Plausible amounts for the synthetic cohort's rules, by role and income."""

from __future__ import annotations

from random import Random

from seqmatch.schemas.profile import INCOME_MONTHLY_CENTS
from seqmatch.schemas.rule import Role

USUAL_INCOME_CENTS = 625_000

USUAL_DOLLARS: dict[Role, int] = {
    Role.HOUSING: 1500,
    Role.MORTGAGE: 1900,
    Role.LOAN: 280,
    Role.CREDIT_CARD: 150,
    Role.DEBT_PAYOFF: 250,
    Role.UTILITIES: 130,
    Role.PHONE_INTERNET: 85,
    Role.INSURANCE: 160,
    Role.SUBSCRIPTIONS: 30,
    Role.GROCERIES: 200,
    Role.DINING: 90,
    Role.TRANSPORT: 180,
    Role.HEALTH: 80,
    Role.CHILDREN_EDUCATION: 220,
    Role.PETS: 60,
    Role.TRAVEL: 150,
    Role.GIVING: 100,
    Role.FUN_MONEY: 100,
    Role.SHOPPING: 70,
    Role.TAXES: 400,
    Role.PAYROLL: 1500,
    Role.OWNERS_PAY: 1200,
    Role.PERSON: 150,
    Role.INVESTMENTS: 200,
    Role.RETIREMENT: 250,
    Role.CRYPTO: 50,
}
"""A usual amount per transfer at the usual income; roles not named here take 200 dollars."""

COMMON_CENTS = (1, 100, 500, 1000, 2500, 5000)
"""What people enter when they try a rule out, or keep an account open."""


def fixed_cents(role: Role, income_band: str | None, luck: Random) -> int:
    """The amount of a FIXED action, in cents, above 0."""
    if luck.random() < 0.06:
        return luck.choice(COMMON_CENTS)
    return _rounded(USUAL_DOLLARS.get(role, 200) * _income_factor(income_band) * luck.lognormvariate(0.0, 1.1), luck)


def kept_cents(income_band: str | None, luck: Random) -> int:
    """What an OVERFLOW action keeps in the source, in cents: often nothing or next to nothing."""
    if (chance := luck.random()) < 0.24:
        return 0
    if chance < 0.32:
        return luck.choice(COMMON_CENTS)
    return _rounded(900 * _income_factor(income_band) * luck.lognormvariate(0.0, 1.3), luck)


def balance_cents(income_band: str | None, luck: Random) -> int:
    """A balance or incoming amount that a condition asks about, in cents."""
    if luck.random() < 0.1:
        return luck.choice(COMMON_CENTS)
    return _rounded(600 * _income_factor(income_band) * luck.lognormvariate(0.0, 1.5), luck)


def _income_factor(income_band: str | None) -> float:
    if income_band is None:
        return 1.0
    return float((INCOME_MONTHLY_CENTS[income_band] / USUAL_INCOME_CENTS) ** 0.5)


def _rounded(dollars: float, luck: Random) -> int:
    """Dollars as people enter them: mostly round, sometimes to the cent."""
    if luck.random() < 0.12:
        return max(1, round(dollars * 100))
    step = 1 if dollars < 20 else 5 if dollars < 150 else 25 if dollars < 1000 else 100
    return max(1, round(dollars / step)) * step * 100
