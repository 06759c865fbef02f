"""Names archetypes by what their members do with money: "Debt payers who pay bills"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.schemas.rule import Role
from seqmatch.settings import MIN_SUPPORT


@dataclass(frozen=True)
class Purpose:
    """Something that people do with money: who does it, what they do, and by the roles of which accounts it is seen."""

    who: str
    does: str
    roles: frozenset[Role]


PURPOSES = (
    Purpose("Debt payers", "pay off debt", frozenset((Role.DEBT_PAYOFF, Role.CREDIT_CARD, Role.LOAN))),
    Purpose(
        "Bill payers",
        "pay bills",
        frozenset(
            (
                Role.BILLS,
                Role.HOUSING,
                Role.MORTGAGE,
                Role.UTILITIES,
                Role.PHONE_INTERNET,
                Role.INSURANCE,
                Role.SUBSCRIPTIONS,
            )
        ),
    ),
    Purpose("Savers", "save", frozenset((Role.SAVINGS, Role.EMERGENCY_FUND, Role.SINKING_FUND))),
    Purpose("Investors", "invest", frozenset((Role.INVESTMENTS, Role.RETIREMENT, Role.CRYPTO))),
    Purpose(
        "Budgeters",
        "budget their spending",
        frozenset(
            (
                Role.GROCERIES,
                Role.DINING,
                Role.TRANSPORT,
                Role.HEALTH,
                Role.CHILDREN_EDUCATION,
                Role.PETS,
                Role.TRAVEL,
                Role.GIVING,
                Role.FUN_MONEY,
                Role.SHOPPING,
                Role.HOME_REPAIR,
                Role.SPENDING,
            )
        ),
    ),
    Purpose("Tax savers", "set tax aside", frozenset((Role.TAXES,))),
    Purpose(
        "Business owners",
        "run a business",
        frozenset(
            (
                Role.PROFIT,
                Role.OWNERS_PAY,
                Role.PAYROLL,
                Role.OPERATING_EXPENSES,
                Role.COST_OF_GOODS,
                Role.MARKETING,
            )
        ),
    ),
)
_BUSINESS = PURPOSES[-1]
_MORE_USUAL = 0.05
"""A purpose names a group where this much more of its members have it than of all users."""
_FAR_MORE_USUAL = 0.15
_NEARLY_ALL = len(PURPOSES) - 2


@dataclass(frozen=True)
class _Seen:
    """A purpose in a group: the share of its members who have it, and by how much that exceeds all users' share."""

    purpose: Purpose
    share: float
    more: float


def names_of(sends: Sequence[frozenset[Role]], labels: NDArray[np.intp], groups: int) -> list[str]:
    """A name for each group, no two alike.

    Parameters
    ----------
    sends : the roles that each user sends money to.
    labels : shape (n_users,), each user's group.
    """
    has = np.array([[bool(purpose.roles & roles) for purpose in PURPOSES] for roles in sends], dtype=bool)
    overall = has.mean(axis=0)
    taken: list[str] = []
    for group in range(groups):
        members = has[labels == group]
        seen = [
            _Seen(purpose, share, share - all_)
            for purpose, count, share, all_ in zip(
                PURPOSES, members.sum(axis=0), members.mean(axis=0).tolist(), overall.tolist(), strict=True
            )
            if count >= MIN_SUPPORT
        ]
        taken.append(next(name for name in _candidates(seen, group) if name not in taken))
    return taken


def _candidates(seen: list[_Seen], group: int) -> Iterator[str]:
    """Names that fit a group, the best first; the last is no other group's."""
    telling = sorted((s for s in seen if s.more >= _MORE_USUAL), key=lambda s: -s.more)
    if not telling:
        yield "Beginners"
        yield from (f"Beginners, some of whom {s.purpose.does}" for s in sorted(seen, key=lambda s: -s.share))
        yield f"Beginners, group {group}"
        return
    far = [s.purpose for s in telling if s.more >= _FAR_MORE_USUAL]
    who, beside = telling[0].purpose.who, [s.purpose for s in telling[1:]]
    if len(far) >= _NEARLY_ALL:
        who, beside = "Whole-budget planners", [s.purpose for s in telling]
        yield who
    elif _BUSINESS in far:
        who, beside = _BUSINESS.who, [s.purpose for s in telling if s.purpose is not _BUSINESS]
    yield from (f"{who} who {purpose.does}" for purpose in beside)
    yield who
    yield f"{who}, group {group}"
