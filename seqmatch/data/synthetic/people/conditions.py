"""When synthetic rules run: on conditions, in exclusive cases, in blocks printed as one."""

from __future__ import annotations

from random import Random
from typing import Any

from seqmatch.data.synthetic.people.amounts import balance_cents
from seqmatch.data.synthetic.people.tables import RULE_BINS
from seqmatch.rules.reading import MOST_CONDITIONS
from seqmatch.schemas.rule import Condition, Fact, Operator, Rule, Unreadable

UNREADABLE_SHARE = 0.02
"""Conditions whose number the platform lost (`$NaN`, `[object Object]`)."""
MANY = (4, 4, 4, 5, 6)
"""What "four or more" conditions are."""


class Conditions:
    """Draws the conditions of one user's rules.

    Parameters
    ----------
    sentences : the table of that name.
    """

    def __init__(self, income_band: str | None, sentences: dict[str, Any], luck: Random) -> None:
        self._income_band = income_band
        self._sentences = sentences
        self._luck = luck

    def numbers(self, rules: int) -> list[int]:
        """How many conditions each of a user's rules has."""
        table = self._sentences["conditions"]
        name = next(name for name, (_, high) in zip(table, RULE_BINS, strict=True) if rules <= high)
        if self._luck.random() >= table[name]["users"]:
            return [0] * rules
        first = self._luck.randrange(rules)
        return [self._number() if i == first or self._luck.random() < table[name]["more"] else 0 for i in range(rules)]

    def are_cases(self, conditions: int, percentages: int) -> bool:
        """Whether the conditions of a rule exclude each other, a case each."""
        if conditions != MOST_CONDITIONS:
            return False
        shares: dict[str, float] = self._sentences["cases"]
        return self._luck.random() < shares["divided" if percentages > 1 else "others"]

    def draw(self, rule: Rule, number: int, cases: bool) -> tuple[Condition, ...]:
        """The conditions of ``rule``; more than the app takes in one block are those of several blocks."""
        if cases:
            return self._cases(rule)
        kinds = self._sentences["condition_kinds"]
        return tuple(
            self._condition(rule, self._luck.choices(list(kinds), list(kinds.values()))[0]) for _ in range(number)
        )

    def _number(self) -> int:
        shares = self._sentences["conditions_in_a_rule"]
        number = int(self._luck.choices(list(shares), list(shares.values()))[0])
        return self._luck.choice(MANY) if number == MANY[0] else number

    def _cases(self, rule: Rule) -> tuple[Condition, ...]:
        """The source holds less than an amount, or at least that."""
        named = self._luck.random() < 0.5
        account = rule.actions[0].source if named else None
        least = Operator.AT_LEAST if named else Operator.GREATER_THAN_OR_EQUAL
        edge = balance_cents(self._income_band, self._luck)
        below = Condition(Fact.BALANCE, Operator.LESS_THAN, edge, account)
        return below, Condition(Fact.BALANCE, least, edge, account)

    def _condition(self, rule: Rule, kind: str) -> Condition:
        fact_word, operator_word, whose = kind.split(" ")
        fact, operator, luck = Fact(fact_word), Operator(operator_word), self._luck
        account = None
        if whose == "named":
            # "at least" guards the source, "less than" tops the destination up.
            below = operator in (Operator.LESS_THAN, Operator.LESS_THAN_OR_EQUAL)
            account = rule.actions[-1].destination if below or luck.random() < 0.15 else rule.actions[0].source
        if luck.random() < UNREADABLE_SHARE:
            return Condition(fact, operator, Unreadable.NAN if account is not None else Unreadable.OBJECT, account)
        if fact is Fact.DATE:
            return Condition(fact, operator, luck.choice((1, 1, 5, 10, 14, 15, 15, 20, 25, 28)))
        return Condition(fact, operator, balance_cents(self._income_band, luck), account)
