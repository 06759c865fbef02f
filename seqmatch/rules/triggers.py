"""What sets a rule off: the text says under which conditions a rule runs, and this says when they are looked at.

- A rule that names one day of the month (``date equal 15``) and no amount of a transfer is *dated*: it is looked at
  once on that day, after the money of the day has arrived and gone its way. Months without that day are left out.
- Every other rule is looked at whenever money arrives at its account; other conditions on the date only filter.

The rule's account is the source of its first action.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seqmatch.schemas.rule import Fact, Operator, Rule


def same_account(name: str) -> str:
    """The account that ``name`` means: names that differ only in spaces at their ends are one account."""
    return name.strip()


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a rule is looked at.

    Attributes
    ----------
    account : where money must arrive; whose balance ``balance`` means where no account is named.
    day : day of the month of a dated rule, None for a rule that waits for money.
    """

    account: str
    day: int | None = None


def trigger_of(rule: Rule) -> Trigger | None:
    """When ``rule`` is looked at; None for a rule without actions."""
    if not rule.actions:
        return None
    account = same_account(rule.actions[0].source)
    day = None
    for condition in rule.conditions:
        if condition.fact is Fact.TRANSFER_AMOUNT:
            return Trigger(account)
        if condition.fact is Fact.DATE and condition.operator is Operator.EQUALS and isinstance(condition.value, int):
            day = condition.value
    return Trigger(account, day)


def is_incoming(rule: Rule) -> bool:
    """Whether ``rule`` runs each time funds are received, without further conditions."""
    return bool(rule.actions) and not rule.conditions


def accounts_of(rule: Rule) -> Iterator[str]:
    """Every account that ``rule`` names, in the order of its actions, then of its conditions."""
    for action in rule.actions:
        yield same_account(action.source)
        yield same_account(action.destination)
    for condition in rule.conditions:
        if condition.account is not None:
            yield same_account(condition.account)
