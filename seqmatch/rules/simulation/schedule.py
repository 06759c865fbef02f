"""Schedules of income: which accounts it reaches, and when.

Every schedule starts on a fixed day unless told otherwise, so that the same rules give the same answer on any day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from seqmatch.errors import ArgumentError
from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.cashback import is_cashback
from seqmatch.rules.accounts.roles import role_of
from seqmatch.schemas.rule import ActionForm, Role, RuleSet
from seqmatch.schemas.simulation import Arrival

FIRST_DAY = date(2026, 1, 1)
MOST_MONTHS = 120
_DEPOSITS = frozenset((Role.ROUTER, Role.CHECKING, Role.UNKNOWN))
"""Roles of accounts that pay is paid into where no account is named for the income."""


def income_accounts(rules: RuleSet) -> list[str]:
    """The accounts money enters by, in the order the rules name them.

    They are sources that no rule feeds: those whose names say income; where there is none, those whose money is divided
    (by percentages, or between several accounts), whatever their names say; where there is none of these either, hubs,
    checking accounts and accounts nobody can tell, else all of them. If rules feed every source (a circle), it is the
    first whose name says income, else the first. The platform's cashback pot is left out where there is another.
    Empty only for rules without actions.
    """
    fed: set[str] = set()
    fills: dict[str, set[str]] = {}
    shared: set[str] = set()
    for action in rules.actions:
        source, destination = same_account(action.source), same_account(action.destination)
        fills.setdefault(source, set()).add(destination)
        if source != destination:
            fed.add(destination)
        if action.form is ActionForm.PERCENTAGE:
            shared.add(source)
    sources = list(fills)
    unfed = [name for name in sources if name not in fed and not is_cashback(name)]
    unfed = unfed or [name for name in sources if name not in fed]
    tiers = (
        [name for name in unfed if role_of(name) is Role.INCOME],
        [name for name in unfed if name in shared or len(fills[name]) > 1],
        [name for name in unfed if role_of(name) in _DEPOSITS],
        unfed,
    )
    for found in tiers:
        if found:
            return found
    return ([name for name in sources if role_of(name) is Role.INCOME] or sources)[:1]


def split_evenly(cents: int, accounts: Sequence[str]) -> list[tuple[str, int]]:
    """``cents`` in equal parts; what cannot be divided goes cent by cent to the first accounts. No part of zero."""
    share, rest = divmod(cents, len(accounts)) if accounts else (0, 0)
    parts = [(name, share + (position < rest)) for position, name in enumerate(accounts)]
    return [(name, part) for name, part in parts if part]


def monthly(
    income_cents: int, accounts: Sequence[str], months: int = 12, first_day: date = FIRST_DAY
) -> tuple[Arrival, ...]:
    """``income_cents`` each month, split evenly among ``accounts``, on the day of ``first_day`` (or the month's last).

    Raises
    ------
    ArgumentError : an income below zero, or more than MOST_MONTHS months.
    """
    _refuse(income_cents, months)
    parts = split_evenly(income_cents, accounts)
    days = [_months_later(first_day, month) for month in range(months)]
    return tuple(Arrival(day, name, part) for day in days for name, part in parts)


def end_of_month(day: date) -> date:
    return _months_later(day.replace(day=1), 1) - timedelta(days=1)


def last_day_of(months: int, first_day: date = FIRST_DAY) -> date:
    """The last day of a run of ``months`` (at least 1) that begins on ``first_day``."""
    return end_of_month(_months_later(first_day, months - 1))


def month_of(day: date, first_day: date = FIRST_DAY) -> int:
    """The month of a run that began on ``first_day``, from 1."""
    return (day.year - first_day.year) * 12 + day.month - first_day.month + 1


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def _refuse(income_cents: int, months: int) -> None:
    if income_cents < 0:
        raise ArgumentError("An income is a number of cents, 0 or more.", path="income_cents", example="450000")
    if not 0 <= months <= MOST_MONTHS:
        raise ArgumentError(f"Name 0 to {MOST_MONTHS} months.", path="months", example="12")
