"""Writes typed rules in the rule language: the inverse of ``parse``."""

from __future__ import annotations

from collections.abc import Sequence

from seqmatch.rules.sentence_forms import (
    AND,
    BETWEEN_RULES,
    COLON,
    FACTS,
    OPERATORS,
    SEMICOLON,
    SENTENCE,
    STOP,
    TO,
    TRIGGER,
    WHEN,
    Unit,
)
from seqmatch.schemas.rule import Action, Condition, Fact, Number, Operator, Rule, Unreadable


def render_number(value: Number, unit: Unit) -> str:
    """``125000`` cents as ``1,250.00``, ``1250`` basis points as ``12.50``, without ``$`` or ``%``."""
    if isinstance(value, Unreadable):
        return value.value
    if unit is Unit.WHOLE:
        return str(value)
    whole, hundredths = divmod(abs(value), 100)
    digits = f"{whole:,}" if unit is Unit.DOLLARS else str(whole)
    return f"{'-' if value < 0 else ''}{digits}.{hundredths:02d}"


def render_action(action: Action) -> str:
    """One action as a sentence without its full stop: ``$1,250.00 moves from Income to Rent``."""
    sentence = SENTENCE[action.form]
    number = ""
    if sentence.unit is not None:
        # A number that is absent where the sentence needs one is what the platform exports as NaN.
        number = render_number(Unreadable.NAN if action.value is None else action.value, sentence.unit)
    return f"{sentence.before}{number}{sentence.after}{action.source}{TO}{action.destination}"


def render_condition(condition: Condition) -> str:
    """One condition: ``Rent balance is at least $1,500.00``; the rule's own source is ``balance greaterThan 50000``.

    ``is at least`` is worded so beside a named account only; elsewhere the same meaning is ``greaterThanInclusive``.
    """
    operator = condition.operator
    named = condition.account is not None and condition.fact is Fact.BALANCE
    if operator is Operator.AT_LEAST and not named:
        operator = Operator.GREATER_THAN_OR_EQUAL
    words = f"{FACTS[condition.fact][0]} {OPERATORS[operator][0]} "
    if named:
        return f"{condition.account} {words}${render_number(condition.value, Unit.DOLLARS)}"
    return words + render_number(condition.value, Unit.WHOLE)


def render_rule(rule: Rule) -> str:
    """One rule as a line that ends with a full stop."""
    head = AND.join(map(render_condition, rule.conditions)) or TRIGGER
    return f"{WHEN}{head}{COLON}{SEMICOLON.join(map(render_action, rule.actions))}{STOP}"


def render_rules(rules: Sequence[Rule]) -> str:
    """All rules as one text, a blank line between them."""
    return BETWEEN_RULES.join(map(render_rule, rules))
