"""What ``plan_goals`` says of debts and of an employer's match, beside the goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from seqmatch.estimators.optimisation.debts import Debt, Strategy, order_of, pay_off
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.supposed import named_streams
from seqmatch.schemas.answers.planning_debts import DebtsTold, DebtStrategy, MatchTold

STRATEGIES: tuple[Strategy, ...] = ("avalanche", "snowball", "minimums")


def debts_told(debts: Sequence[Mapping[str, Any]], free: int) -> DebtsTold | None:
    """How debts end by each strategy, all that is free in a usual month put to them; None without debts."""
    if not debts:
        return None
    owed = [Debt(one["balance_cents"], one["minimum_cents"], one["rate"]) for one in debts]
    extra = max(0, free)
    told = []
    for strategy in STRATEGIES:
        done = pay_off(owed, 0 if strategy == "minimums" else extra, strategy)
        order = [debts[place]["name"] for place in order_of(owed, strategy)]
        told.append(DebtStrategy(strategy=strategy, months=done.months, interest_cents=done.interest, order=order))
    return DebtsTold(extra_monthly_cents=extra, strategies=told)


def with_minimums(person: Person, debts: Sequence[Mapping[str, Any]]) -> tuple[Person, int]:
    """The person with the minimums that their transactions do not show among what leaves, and how many debts these are.

    A minimum that is paid already is a payment of theirs; any other one has to leave before a pot fills.
    """
    unseen = [one for one in debts if one["minimum_cents"] and not named_streams(person, one["name"], "out")]
    more = sum(one["minimum_cents"] for one in unseen)
    return (replace(person, left=person.left + more) if more else person), len(unseen)


def match_told(match: Mapping[str, Any] | None) -> MatchTold | None:
    """What an employer would add and does not yet; None where nothing is left on the table."""
    if match is None:
        return None
    more = max(0, match["limit_cents"] - match.get("now_cents", 0))
    return MatchTold(more_monthly_cents=more, employer_adds_cents=round(more * match["rate"])) if more else None


def first_of_all(debts: DebtsTold | None, match: MatchTold | None) -> list[str]:
    """Sentences about what comes before goals."""
    lines = []
    if match is not None:
        lines.append(
            f"Before any goal: {_money(match.more_monthly_cents)} a month more of theirs brings "
            f"{_money(match.employer_adds_cents)} from the employer. It is in neither plan below."
        )
    if debts is not None:
        dear, small, least = debts.strategies
        lines.append(
            f"Debts: with {_money(debts.extra_monthly_cents)} a month beyond the minimums the dearest first "
            f"({', '.join(dear.order)}) ends {_when(dear)}, the smallest first {_when(small)}; minimums alone "
            f"{_when(least)}."
        )
        lines.append(
            "That money is the same as the goals' below: either it pays debts first, or it fills the pots. A debt that "
            "costs more interest than savings earn is the better place, once a small emergency fund is there."
        )
    return lines


def _when(one: DebtStrategy) -> str:
    if one.months is None:
        return "never, for interest is more than what is paid"
    return f"in {one.months} months with {_money(one.interest_cents)} of interest"


def _money(cents: int) -> str:
    return f"${cents / 100:,.2f}"
