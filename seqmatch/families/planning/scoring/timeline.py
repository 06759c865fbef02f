"""Runs a plan over the months to come: pay arrives, payments leave, pots are spent, goals leave the chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seqmatch.families.planning.scoring.chain import Goal
from seqmatch.rules.account_names import same_account
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.schemas.rule import Rule, RuleSet
from seqmatch.schemas.simulation import Arrival, FailedPayment, Failure, Move, Payment

RulesOf = Callable[[Sequence[Goal]], Sequence[Rule]]
"""The rules while these goals are still ahead."""


@dataclass(frozen=True)
class Money:
    """What comes and goes, whatever the plan.

    Attributes
    ----------
    first, last : days of the run, both included.
    opening : by account, cents before the first day; pots hold what their goals have saved.
    """

    first: dt.date
    last: dt.date
    arrivals: tuple[Arrival, ...]
    payments: tuple[Payment, ...]
    opening: Mapping[str, int]


@dataclass(frozen=True)
class Run:
    """What became of a plan.

    Attributes
    ----------
    full : by goal, the day its pot held the target, None where it did not by its deadline.
    funded : by goal, cents in the pot at its deadline, at most the target; of one beyond the last day, at the last day.
    failures : steps of rules that moved nothing.
    missed : payments that did not leave, in the order they were due.
    moves : of rules, in the order they happened.
    balances : by account, cents at the end.
    conserved : whether every cent that came in is there or was paid.
    """

    full: tuple[dt.date | None, ...]
    funded: tuple[int, ...]
    failures: tuple[Failure, ...]
    missed: tuple[FailedPayment, ...]
    moves: tuple[Move, ...]
    balances: Mapping[str, int]
    conserved: bool

    @property
    def failed_payments(self) -> int:
        """Number of payments that did not leave."""
        return len(self.missed)

    @property
    def failed(self) -> bool:
        """Whether a rule or a payment failed."""
        return bool(self.failures) or self.failed_payments > 0


def run_plan(rules_of: RulesOf, goals: Sequence[Goal], money: Money) -> Run:
    """Let the months happen under the rules.

    At the end of a deadline a full pot is spent and the rules are written again without its goal; that is the one thing
    a person does. What lies in a pot that is not full stays there.
    """
    balances = {same_account(name): cents for name, cents in money.opening.items()}
    for goal in goals:
        balances[same_account(goal.pot)] = balances.get(same_account(goal.pot), 0) + goal.saved
    held = sum(balances.values())
    full: list[dt.date | None] = [None] * len(goals)
    funded = [0] * len(goals)
    failures: list[Failure] = []
    missed: list[FailedPayment] = []
    moves: list[Move] = []
    spent = 0
    first = money.first
    while first <= money.last:
        ahead = [goal for goal in goals if goal.deadline >= first]
        last = min([money.last, *(goal.deadline for goal in ahead)])
        done = simulate(
            RuleSet(tuple(rules_of(ahead))),
            [one for one in money.arrivals if first <= one.day <= last],
            balances,
            first_day=first,
            last_day=last,
            payments=[one for one in money.payments if first <= one.day <= last],
        )
        failures += done.failures
        missed += done.failed_payments
        moves += done.moves
        spent += done.paid_cents
        for place, goal in enumerate(goals):
            pot = same_account(goal.pot)
            if goal.deadline < first or (full[place] is not None and last < min(goal.deadline, money.last)):
                continue
            if full[place] is None:
                full[place] = _day_full(balances[pot], goal, done.moves, first)
            if goal.deadline == last or last == money.last:
                funded[place] = min(goal.target, done.balances[pot])
                if funded[place] < goal.target:
                    full[place] = None
        balances = {**balances, **done.balances}
        for place, goal in enumerate(goals):
            if goal.deadline == last and full[place] is not None:
                balances[same_account(goal.pot)] -= goal.target
                spent += goal.target
        first = last + dt.timedelta(days=1)
    came = held + sum(one.cents for one in money.arrivals)
    return Run(
        tuple(full),
        tuple(funded),
        tuple(failures),
        tuple(missed),
        tuple(moves),
        balances,
        came == spent + sum(balances.values()),
    )


def _day_full(there: int, goal: Goal, moves: Sequence[Move], first: dt.date) -> dt.date | None:
    """The first day the pot held its target."""
    if there >= goal.target:
        return first
    pot = same_account(goal.pot)
    for day, _, _, source, destination, cents in moves:
        if destination == pot:
            there += cents
        elif source == pot:
            there -= cents
        if there >= goal.target:
            return day
    return None
