"""Reads profile values as people word them: incomes as numbers, ages in years, goals and jobs by meaning.

What can mean one thing only is read; what probably means something is offered as "did you mean"; spelling alone decides
nothing about incomes, where one digit is tenfold off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from seqmatch.schemas.goal_words import APPROXIMATE_GOALS, GOAL_WORDS
from seqmatch.schemas.occupation_words import OCCUPATION_WORDS, USER_TYPE_WORDS

NOTHING = frozenset(("", "null", "none", "nil", "undefined", "n/a"))
"""What hosts write into an optional argument that nobody told them."""
BAND_EDGES = (0, 10_000, 25_000, 50_000, 100_000, 250_000)
"""Dollars a year from which each income band begins, in the order of INCOME_BANDS."""
LEAST_YEARLY, MOST_YEARLY = 1_000, 10_000_000
"""Dollars a year that a bare number can mean; outside, thousands or cents are likelier."""
LONGEST = 80

_AMOUNT = re.compile(r"(?<![\w.,])(\d[\d,. ]*)\s*(k|thousand|m|million)?\b", re.I)
_PERIODS = ((12, r"month|monthly|\bmo\b|/mo"), (52, r"week|weekly"), (1, r"year|annual|yearly|\bpa\b|p\.a\.|/yr"))
_ABOVE = re.compile(r"\b(over|above|more than|at least|from|plus)\b|\+|>|≥", re.I)
_BELOW = re.compile(r"\b(under|below|less than|up to|at most|max)\b|<|≤", re.I)


def says_nothing(value: object) -> bool:
    """Whether a value stands for "left out": null, empty, or the word for it."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in NOTHING)


def yearly_dollars(value: object) -> tuple[float, float] | None:
    """The lowest and highest yearly income that ``value`` can mean, in dollars; None where it is no amount.

    Examples
    --------
    >>> yearly_dollars("75K_TO_100K"), yearly_dollars("$4,200 a month"), yearly_dollars(85_000)
    ((75000.0, 100000.0), (50400.0, 50400.0), (85000.0, 85000.0))
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value) if not isinstance(value, str) else value.replace("_", " ")
    if len(text) > LONGEST or "-" in text[:1]:
        return None
    found = [(_number(digits), unit.lower()) for digits, unit in _AMOUNT.findall(text)]
    if not 1 <= len(found) <= 2 or any(number is None for number, _ in found) or re.search(r"hour|day", text, re.I):
        return None
    times = next((each for each, words in _PERIODS if re.search(words, text, re.I)), 1)
    last = found[-1][1]
    amounts = [
        number * _SCALE[unit or (last if len(found) == 2 else "")] * times
        for number, unit in found
        if number is not None
    ]
    low, high = amounts[0], amounts[-1]
    if len(amounts) == 1 and _ABOVE.search(text):
        high = float("inf")
    elif len(amounts) == 1 and _BELOW.search(text):
        low = 0.0
    return (low, high) if low <= high else None


_SCALE = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}


def _number(digits: str) -> float | None:
    plain = digits.strip().replace(" ", "").rstrip(".,")
    if re.fullmatch(r"\d{1,3}([,.]\d{3})+", plain):
        plain = re.sub("[,.]", "", plain)
    try:
        return float(plain.replace(",", "")) if len(plain) <= 15 else None
    except ValueError:
        return None


def income_band(value: object, bands: Sequence[str]) -> str | None:
    """The one band that holds every yearly income ``value`` can mean, or None.

    Examples
    --------
    >>> bands = ("UP_TO_10K", "10_25", "25_50", "50_100", "100_250", "OVER_250K")
    >>> income_band("BETWEEN_250K_AND_500K", bands), income_band("85,000", bands), income_band("20k to 60k", bands)
    ('OVER_250K', '50_100', None)
    """
    told = yearly_dollars(value)
    if told is None:
        return None
    low, high = told
    if low and (high < LEAST_YEARLY or low > MOST_YEARLY):
        return None
    for band, begin, end in zip(bands, BAND_EDGES, (*BAND_EDGES[1:], float("inf")), strict=True):
        if begin <= low and high <= end and (low < end or high == end == float("inf")):
            return band
    return None


def age_group(value: object, groups: Sequence[str]) -> str | None:
    """The group of an age in years, or None."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}\s*(years?( old)?)?\s*", value):
        value = int(re.findall(r"\d+", value)[0])
    if isinstance(value, str) and len(value) <= LONGEST and _ABOVE.search(value):
        ages = re.findall(r"\d+", value)
        return groups[-1] if len(ages) == 1 and int(ages[0]) in (64, 65) else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    for group in groups:
        low, _, high = group.rstrip("+").partition("-")
        if int(low) <= value <= (int(high) if high else 120):
            return group
    return None


def occupation_of(text: str) -> str | None:
    """The occupation that a job belongs to, or None where none of the words for jobs fits.

    Examples
    --------
    >>> occupation_of("elementary school teacher"), occupation_of("wizard")
    ('EDUCATOR', None)
    """
    return _by_words(text, OCCUPATION_WORDS)


def user_type_of(text: str) -> str | None:
    """The user type that a plain word stands for, or None."""
    return _by_words(text, USER_TYPE_WORDS)


def goal_of_words(text: str) -> str | None:
    """The goal that is meant, where a phrase can mean one only; else None.

    Examples
    --------
    >>> goal_of_words("get out of debt"), goal_of_words("save for a house")
    ('PAY_OFF_DEBT', None)
    """
    return _by_words(text, GOAL_WORDS)


def nearest_goal(text: str) -> str | None:
    """The goal that comes nearest in meaning, or None where none fits.

    Examples
    --------
    >>> nearest_goal("save for a house"), nearest_goal("learn the violin")
    ('MAXIMIZE_MY_SAVINGS', None)
    """
    return goal_of_words(text) or _by_words(text, APPROXIMATE_GOALS)


def _by_words(text: str, table: Mapping[str, Sequence[str]]) -> str | None:
    """The one value whose words occur in ``text``; the longest wording decides, and None where two are as long."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', text[:LONGEST].casefold()))} "
    found = {
        value: max((len(wording) for wording in wordings if f" {wording} " in words), default=0)
        for value, wordings in table.items()
    }
    longest = max(found.values(), default=0)
    values = [value for value, length in found.items() if length == longest]
    return values[0] if longest and len(values) == 1 else None
