"""The sentence forms of the rule language: one table that both ``parse`` and ``render`` are driven from.

    When <conditions>: <action>; <action>; … <action>.

An action is ``before`` + value + ``after`` + source + `` to `` + destination, with free text for the two names.
A condition is ``<account> <fact> <operator> <value>``, without the account where the rule's own source is meant.

Where a tuple of words is given, the first is rendered; the others are what people type instead and mean the same.

What the language itself cannot decide (and what is made of it):

- a name holding `` to ``: settled by the user's other names (``names.py``), else flagged as ambiguous;
- a name holding the opening words of an action: a further action after ``;``, refused after ``,`` or ``and``;
- a name holding a line break: refused, or its lines are read apart;
- a condition's account holding a whole condition followed by `` and `` or ``: ``: read as two conditions, or refused;
- an account of the first condition that starts with ``funds are received and ``: the words are taken for the trigger;
- a name of nothing but spaces: refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seqmatch.schemas.rule import ActionForm, Fact, Operator, Unreadable

TRIGGER = "funds are received"
WHEN = "When "
AND = " and "
COLON = ": "
SEMICOLON = "; "
STOP = "."
BETWEEN_RULES = "\n\n"
TO = " to "


class Unit(StrEnum):
    """How a number is written."""

    PERCENT = "percent"
    """``12.50``, held as basis points."""
    DOLLARS = "dollars"
    """``1,250.00``, held as cents."""
    WHOLE = "whole"
    """``125000``, held as it stands: cents without a name beside them, and days of the month."""


@dataclass(frozen=True, slots=True)
class ActionSentence:
    """One way to say that money moves: ``before`` value ``after`` source `` to `` destination."""

    form: ActionForm
    before: str
    unit: Unit | None
    after: str
    example: str


ACTIONS: tuple[ActionSentence, ...] = (
    ActionSentence(
        ActionForm.PERCENTAGE,
        "",
        Unit.PERCENT,
        "% of incoming funds goes from ",
        "10.00% of incoming funds goes from Income to Savings",
    ),
    ActionSentence(ActionForm.FIXED, "$", Unit.DOLLARS, " moves from ", "$1,250.00 moves from Income to Rent"),
    ActionSentence(ActionForm.REMAINDER, "", None, "Funds move from ", "Funds move from Income to Spending"),
    ActionSentence(
        ActionForm.OVERFLOW,
        "Anything above $",
        Unit.DOLLARS,
        " moves from ",
        "Anything above $500.00 moves from Checking to Savings",
    ),
)
SENTENCE: dict[ActionForm, ActionSentence] = {sentence.form: sentence for sentence in ACTIONS}

SPOKEN_VERBS: dict[str, tuple[str, ...]] = {
    "goes": ("goes", "go"),
    "moves": ("moves", "move"),
    "move": ("move", "moves"),
}
"""A verb of the table -> the numbers of it that people type."""

FACTS: dict[Fact, tuple[str, ...]] = {
    Fact.BALANCE: ("balance",),
    Fact.TRANSFER_AMOUNT: ("transferAmount", "transfer amount"),
    Fact.DATE: ("date", "day of the month"),
}

OPERATORS: dict[Operator, tuple[str, ...]] = {
    Operator.AT_LEAST: ("is at least",),
    Operator.GREATER_THAN: ("greaterThan", "is greater than", "is more than", "is above", ">"),
    Operator.GREATER_THAN_OR_EQUAL: ("greaterThanInclusive", "is greater than or equal to", ">="),
    Operator.LESS_THAN: ("lessThan", "is less than", "is below", "<"),
    Operator.LESS_THAN_OR_EQUAL: ("lessThanInclusive", "is less than or equal to", "is at most", "<="),
    Operator.EQUALS: ("equal", "equals", "is equal to", "="),
    Operator.NOT_EQUALS: ("notEqual", "is not equal to", "!="),
}

UNREADABLE: dict[str, Unreadable] = {word.value: word for word in Unreadable}

RULE_EXAMPLE = f"{WHEN}{TRIGGER}{COLON}{ACTIONS[0].example}{STOP}"
