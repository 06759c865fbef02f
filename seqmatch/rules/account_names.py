"""Which account a name means, and which accounts a rule names."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.schemas.rule import Rule


def same_account(name: str) -> str:
    """The account that ``name`` means: names that differ only in spaces at their ends are one account."""
    return name.strip()


def accounts_of(rule: Rule) -> Iterator[str]:
    """Every account that ``rule`` names, in the order of its actions, then of its conditions."""
    for action in rule.actions:
        yield same_account(action.source)
        yield same_account(action.destination)
    for condition in rule.conditions:
        if condition.account is not None:
            yield same_account(condition.account)
