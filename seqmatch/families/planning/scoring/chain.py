"""A goal plan as a chain of overflow rules.

Everything above a buffer flows from the pay account into the first pot, and what overflows a full pot flows on to the
next. The rules need no amounts a month, so a lean month makes them slower and never fails them. A pot that was spent
would fill again: its goal leaves the chain once its deadline has passed, which the platform does not do by itself.

What flowed into the pots comes back when it is missed: on three days of the month a rule looks at the pay account and,
if it is low, empties the pots into it. With the next pay what is above the buffer flows on again. Without it, two dear
months one after the other let a payment fail while the pots are full.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from seqmatch.rules.account_names import same_account
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule
from seqmatch.schemas.simulation import MINIMUM_CENTS


@dataclass(frozen=True)
class Goal:
    """Something to save for.

    Attributes
    ----------
    pot : name of the account it is kept in.
    target : cents it needs in all, above 0.
    saved : cents in the pot already.
    deadline : the day at whose end it has to be there.
    weight : how much it counts, above 0.
    """

    pot: str
    target: int
    saved: int
    deadline: dt.date
    weight: float = 1.0

    @property
    def needed(self) -> int:
        """Cents still to be put aside."""
        return max(0, self.target - self.saved)


def chain(pay_account: str, buffer: int, goals: Sequence[Goal]) -> tuple[Rule, ...]:
    """The rules that fill the pots in this order.

    Parameters
    ----------
    buffer : cents that stay on the pay account.
    goals : in the order they are filled; what overflows the last one stays in it.
    """
    rules, source, keep, least = [], pay_account, buffer, buffer + MINIMUM_CENTS
    for goal in goals:
        condition = Condition(Fact.BALANCE, Operator.AT_LEAST, least, source)
        rules.append(Rule((condition,), (Action(ActionForm.OVERFLOW, source, goal.pot, keep),)))
        source, keep, least = goal.pot, goal.target, goal.target
    return tuple(rules)


RETURN_DAYS, RETURN_BELOW = (8, 16, 24), 0.25
"""Days of the month on which pots may be emptied, and the share of the buffer below which they are."""


def returned(pay_account: str, buffer: int, goals: Sequence[Goal]) -> tuple[Rule, ...]:
    """The rules that empty the pots into a pay account that is low.

    Parameters
    ----------
    goals : in the order of the chain.
    """
    low = int(RETURN_BELOW * buffer) // 100 * 100
    if not goals or low < MINIMUM_CENTS:
        return ()
    emptied = tuple(Action(ActionForm.OVERFLOW, goal.pot, pay_account, 0) for goal in reversed(goals))
    short = Condition(Fact.BALANCE, Operator.LESS_THAN, low, pay_account)
    return tuple(Rule((Condition(Fact.DATE, Operator.EQUALS, day), short), emptied) for day in RETURN_DAYS)


def chain_that_returns(
    pay_account: str, buffer: int, goals: Sequence[Goal], ahead: Sequence[Goal], own: Sequence[Rule] = ()
) -> tuple[Rule, ...]:
    """The chain of the goals still ahead, and :func:`returned` after it.

    Pots of goals that are over are emptied, too, so those rules stay as they are until the last deadline. Where a rule
    of the person's own would divide what comes back there are none.

    Parameters
    ----------
    goals : all of them, in the order of the chain.
    """
    left = [goal for goal in goals if goal in ahead]
    back = returned(pay_account, buffer, goals) if left and not divides_pay(own, pay_account) else ()
    return (*chain(pay_account, buffer, left), *back)


def divides_pay(own: Sequence[Rule], pay_account: str) -> bool:
    """Whether a rule of the person's divides what arrives on the pay account: it would divide what comes back, too."""
    return any(
        same_account(rule.actions[0].source) == same_account(pay_account)
        and not any(one.fact is Fact.DATE for one in rule.conditions)
        for rule in own
        if rule.actions
    )


def reads_back(rules: Sequence[Rule]) -> bool:
    """Whether the text of the rules is read as the rules that are meant."""
    read = parse_rules(render_rules(rules))
    return not read.unparsed and read.rules == tuple(rules)


def plain_pots(pay_account: str, names: Sequence[str]) -> list[str]:
    """A name of its own for each goal's pot: as the person calls it where rules can say so, else ``Goal pot 1``."""
    taken = {same_account(pay_account)}
    pots = []
    for number, name in enumerate(names, 1):
        meant = " ".join(name.split())
        rule = chain(pay_account, 0, [Goal(one, 100, 0, dt.date.max) for one in (meant, "Goal pot")])
        if not meant or same_account(meant) in taken or not reads_back(rule):
            meant = f"Goal pot {number}"
        taken.add(same_account(meant))
        pots.append(meant)
    return pots
