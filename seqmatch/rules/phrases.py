"""The fixed phrases of the rule language as patterns, built from ``sentence_forms``, and the values in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from seqmatch.rules.sentence_forms import (
    ACTIONS,
    FACTS,
    OPERATORS,
    SPOKEN_VERBS,
    TRIGGER,
    UNREADABLE,
    ActionSentence,
    Unit,
)
from seqmatch.schemas.rule import Condition, Fact, Number, Operator


class Refused(Exception):
    """A piece of text is no rule; the message says what to write instead."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _phrase(text: str) -> str:
    """A pattern for fixed words of the table, in either number of their verb."""
    words = (SPOKEN_VERBS.get(word, (word,)) for word in text.split(" "))
    return " ".join(f"(?:{_any_of(forms)})" if len(forms) > 1 else re.escape(forms[0]) for forms in words)


# Wide enough to catch what is meant as a number, so that a wrong one is refused with a reason that fits.
_MEANT_AS_NUMBER = rf"-?\$?(?:{_any_of(UNREADABLE)}|-?[0-9][0-9.,]{{0,31}})|-?\$[^\s;%$]{{1,32}}"


def _opening(sentence: ActionSentence) -> str:
    if sentence.unit is None:
        return f"({_phrase(sentence.before + sentence.after)})"
    return f"{_phrase(sentence.before.removesuffix('$'))}({_MEANT_AS_NUMBER}){_phrase(sentence.after)}"


_OPENING = "|".join(map(_opening, ACTIONS))
_UNGROUPED = re.sub(r"\((?![?])", "(?:", _OPENING)
_OPENING_AHEAD = f"(?={_UNGROUPED})"
_COLON = rf"(?P<colon>\s?:\s{{0,8}}{_OPENING_AHEAD})"

OPENING = re.compile(_OPENING, re.IGNORECASE)
"""The words before an action's names; the one group that matched is the sentence of the table, counted from 1."""
NEXT_ACTION = re.compile(rf"(?:(;\s{{0,8}})|[,.:]\s{{1,8}}|\n\s{{0,8}}| (?:and|then) ){_OPENING_AHEAD}", re.IGNORECASE)
"""What separates two actions: ``;`` (the one group), or something else that people type."""
HEAD = re.compile(
    rf"\s{{0,32}}(?:(?:[-*•]|[0-9]{{1,3}}[.)])\s{{1,8}})?when\s(?:\s{{0,8}}{TRIGGER}(?:{_COLON}|\sand\s))?",
    re.IGNORECASE,
)
"""``When``, perhaps in a list, with the trigger if it stands there."""

_FACT = {word.lower(): fact for fact, words in FACTS.items() for word in words}
_OPERATOR = {word.lower(): operator for operator, words in OPERATORS.items() for word in words}
CONDITION = re.compile(
    rf"(?<!\S)(?P<fact>{_any_of(_FACT)}) (?P<operator>{_any_of(_OPERATOR)}) (?P<value>{_MEANT_AS_NUMBER})"
    rf"(?: and |{_COLON})",
    re.IGNORECASE,
)
"""A condition without its account, up to the start of the next one or of the first action."""

_AMOUNT = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?:\.([0-9]{1,2})0{0,8})?")
_UNREADABLE = {word.lower(): value for word, value in UNREADABLE.items()}


@lru_cache(maxsize=4096)
def number_of(text: str, unit: Unit) -> Number:
    """``$1,250.00`` in cents, ``12.5`` percent in basis points; whole numbers as they stand.

    Raises
    ------
    Refused : not a number, more than two decimals, or without the ``$`` that tells dollars from cents.
    """
    digits = text.replace("$", "", 1)
    if (unreadable := _UNREADABLE.get(digits.lower())) is not None:
        return unreadable
    dollars = digits != text
    match = _AMOUNT.fullmatch(digits)
    if unit is Unit.WHOLE and not dollars:
        if match is None or match[3] is not None or "," in digits:
            raise Refused("An amount without `$` is a whole number of cents: write `50000` or `$500.00`.")
        return int(digits)
    if match is None:
        raise Refused("A number has at most two decimals: write amounts like `$1,250.00`, percentages like `12.50%`.")
    if dollars is (unit is Unit.PERCENT):
        raise Refused("Write amounts with `$`, like `$1,250.00`, and percentages without, like `12.50%`.")
    sign, whole, hundredths = match.groups()
    value = int(whole.replace(",", "")) * 100 + int((hundredths or "0").ljust(2, "0"))
    return -value if sign else value


def condition_of(before: str, match: re.Match[str]) -> Condition:
    """The condition that ``match`` of CONDITION found, ``before`` being what stands between it and the one before.

    Raises
    ------
    Refused : an account where none belongs, or a value that does not fit.
    """
    fact = _FACT[match["fact"].lower()]
    operator = _OPERATOR[match["operator"].lower()]
    text = match["value"]
    if not before:
        if fact is Fact.DATE and "$" in text:
            raise Refused("`date` is a day of the month: write `date equal 15`.")
        if operator is Operator.AT_LEAST:
            operator = Operator.GREATER_THAN_OR_EQUAL  # the other wording belongs to named accounts
        return Condition(fact, operator, number_of(text, Unit.WHOLE))
    account = before[:-1]
    if fact is not Fact.BALANCE:
        raise Refused(f"`{match['fact']}` stands without an account's name before it: write `date equal 15`.")
    if not account or account.isspace():
        raise Refused("The account before `balance` has no name: write `Rent balance is at least $1,500.00`.")
    if "$" not in text:
        raise Refused("An amount beside an account's name has a `$`: write `Rent balance is at least $1,500.00`.")
    return Condition(fact, operator, number_of(text, Unit.DOLLARS), account)
