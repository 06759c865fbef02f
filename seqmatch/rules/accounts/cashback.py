"""Pots for card rewards: they get next to nothing, and no pay."""

from __future__ import annotations

import re
from functools import lru_cache

from seqmatch.rules.accounts.name_words import split_list, words_of_name

_LONGEST_NAME = 200
_NUMBER = re.compile(r"\d+\Z")
_REWARDS = frozenset(("reward", "rewards", "cashback"))
_OTHER_THINGS = split_list("""
    card, cards, visa, mastercard, amex, debit, credit, checking, savings, yield, income, deposit, deposits,
    salary, paycheck, pay, payroll, llc, inc, corp, ltd, network""")
"""A rewards card, an account with rewards, a company, or pay in its own words."""


def is_cashback(name: str) -> bool:
    """Whether ``name`` is the platform's own pot for card rewards (``Sequence Rewards``), or another for cashback."""
    return _is_cashback(name[:_LONGEST_NAME])


@lru_cache(maxsize=65536)
def _is_cashback(name: str) -> bool:
    words = [word for word in words_of_name(name)[0].words if not _NUMBER.match(word)]
    if not words or not _OTHER_THINGS.isdisjoint(words):
        return False
    return words[-1] in _REWARDS or words[-2:] == ["cash", "back"]
