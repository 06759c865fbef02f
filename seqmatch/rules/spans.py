"""The values that conditions allow: an interval of whole numbers for each balance, amount or date, with exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from seqmatch.rules.account_names import same_account
from seqmatch.schemas.rule import Condition, Fact, Operator

Subject = tuple[Fact, str]
"""What is compared, and the account whose balance it is (``""`` for amounts and dates)."""

LAST_DAY = 31
_LEAST = {Fact.BALANCE: 0, Fact.TRANSFER_AMOUNT: 1, Fact.DATE: 1}


@dataclass(slots=True)
class Span:
    """Whole numbers from ``low`` to ``high`` (None: without end), without those ``excluded``."""

    low: int
    high: int | None
    excluded: set[int] = field(default_factory=set)

    def narrow(self, operator: Operator, value: int) -> None:
        """Keep the numbers for which ``number operator value`` holds."""
        match operator:
            case Operator.AT_LEAST | Operator.GREATER_THAN_OR_EQUAL:
                self._between(value, None)
            case Operator.GREATER_THAN:
                self._between(value + 1, None)
            case Operator.LESS_THAN:
                self._between(None, value - 1)
            case Operator.LESS_THAN_OR_EQUAL:
                self._between(None, value)
            case Operator.EQUALS:
                self._between(value, value)
            case Operator.NOT_EQUALS:
                self.excluded.add(value)

    def _between(self, low: int | None, high: int | None) -> None:
        if low is not None:
            self.low = max(self.low, low)
        if high is not None:
            self.high = high if self.high is None else min(self.high, high)

    @property
    def is_empty(self) -> bool:
        if self.high is None:
            return False
        size = self.high - self.low + 1
        return size <= sum(self.low <= number <= self.high for number in self.excluded)


def span_of(fact: Fact) -> Span:
    """All values that ``fact`` can have: no balance below zero, no transfer of nothing, days 1 to 31."""
    return Span(_LEAST[fact], LAST_DAY if fact is Fact.DATE else None)


def spans_of(conditions: Iterable[Condition], account: str) -> dict[Subject, Span]:
    """What all ``conditions`` together leave possible; unreadable ones are left out.

    Parameters
    ----------
    conditions : of one rule.
    account : the rule's own account, meant where a condition on a balance names none.
    """
    spans: dict[Subject, Span] = {}
    narrow_all(spans, conditions, account)
    return spans


def narrow_all(spans: dict[Subject, Span], conditions: Iterable[Condition], account: str) -> None:
    """Narrow ``spans`` further by the conditions of one more rule."""
    for condition in conditions:
        if isinstance(condition.value, int):
            named = account if condition.account is None else same_account(condition.account)
            subject = (condition.fact, named if condition.fact is Fact.BALANCE else "")
            if subject not in spans:
                spans[subject] = span_of(condition.fact)
            spans[subject].narrow(condition.operator, condition.value)
